import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileName } from '@studio-efs/core'
import * as v from 'valibot'
import { SCHEMA_VERSION } from '../view/json.js'

const text = v.string()
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
/** Bytes of a file with several names are shared between them. */
const size = v.pipe(v.number(), v.finite(), v.minValue(0))
const list = <Schema extends v.GenericSchema>(item: Schema) => v.array(item)

const offer = v.object({ fileSystemId: text, fileSystemPath: text, from: v.picklist(['profile', 'domain']) })

const space = v.object({
  spaceName: text,
  ownerUserProfileName: v.exactOptional(text),
  kind: v.exactOptional(v.picklist(['private', 'shared'])),
  status: text,
  appType: v.exactOptional(text),
  mounts: v.exactOptional(list(text)),
})

const domainId = v.custom<DomainId>((value) => parseDomainId(value).isOk(), 'Invalid domain id')
const userProfileName = v.custom<UserProfileName>((value) => parseUserProfileName(value).isOk(), 'Invalid name')

const claim = v.variant('kind', [
  v.object({ kind: v.literal('shared') }),
  v.object({
    ...{ kind: v.literal('private'), domainId, userProfileName, accountId: text, region: text },
    ...{ createdAt: text, person: v.exactOptional(text) },
  }),
])

const usage = v.object({
  ...{ bytes: size, entries: count, newestChangeAt: text, unreadable: count, otherMounts: count },
  ...{ startedAt: text, measuredAt: text },
})

const directory = v.object({
  path: text,
  exists: v.exactOptional(v.boolean()),
  uid: v.exactOptional(count),
  gid: v.exactOptional(count),
  mode: v.exactOptional(text),
  claim: v.exactOptional(claim),
  usage: v.exactOptional(usage),
})

const mountTarget = v.object({
  ...{ mountTargetId: text, zoneId: text, zoneName: text, subnetId: text },
  ...{ ipAddress: v.exactOptional(text), lifeCycleState: text },
})

const fileSystem = v.object({
  fileSystemId: text,
  name: v.exactOptional(text),
  lifeCycleState: v.exactOptional(text),
  encrypted: v.exactOptional(v.boolean()),
  oneZone: v.exactOptional(text),
  sizeInBytes: v.exactOptional(size),
  sizeTakenAt: v.exactOptional(text),
  vpcId: v.exactOptional(text),
  mountTargets: v.exactOptional(list(mountTarget)),
})

const domain = v.object({
  domainId: text,
  name: v.exactOptional(text),
  status: v.exactOptional(text),
  vpcId: v.exactOptional(text),
  isUnifiedStudio: v.exactOptional(v.boolean()),
  privateDefaults: v.exactOptional(list(offer)),
  sharedDefaults: v.exactOptional(list(offer)),
  sharedSpaces: list(space),
})

const profile = v.object({
  domainId: text,
  userProfileName: text,
  status: v.exactOptional(text),
  createdAt: v.exactOptional(text),
  owner: v.exactOptional(v.object({ uid: count, gid: count })),
  offered: v.exactOptional(list(offer)),
  directory: v.exactOptional(directory),
  spaces: list(space),
})

const archive = v.object({
  ...{ archive: text, domainId: text, userProfileName: text, createdAt: text, archivedAt: text },
  ...{ uid: count, gid: count, state: v.picklist(['kept', 'unsettled', 'purging']) },
})

const finding = v.object({
  ...{ kind: text, level: v.picklist(['error', 'warning', 'note']), message: text },
  domainId: v.exactOptional(text),
  userProfileName: v.exactOptional(text),
  spaceName: v.exactOptional(text),
  fileSystemId: v.exactOptional(text),
  path: v.exactOptional(text),
  error: v.exactOptional(text),
  count: v.exactOptional(count),
})

const diagnosis = v.object({
  ...{ domainId: text, userProfileName: text, takenAt: text },
  conclusion: v.picklist(['cause', 'suspect', 'not-us', 'open']),
  check: v.exactOptional(text),
  finding: v.exactOptional(text),
  remedy: v.exactOptional(text),
})

/** Result of `status --output json`, as far as this version knows it; what it does not know is dropped. */
export const statusSchema = v.object({
  schemaVersion: v.literal(SCHEMA_VERSION),
  command: v.literal('status'),
  takenAt: text,
  fileSystems: list(fileSystem),
  domains: list(domain),
  profiles: list(profile),
  directories: list(directory),
  archives: v.exactOptional(list(archive)),
  diagnoses: v.exactOptional(list(diagnosis)),
  findings: list(finding),
})
