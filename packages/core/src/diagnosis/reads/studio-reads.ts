import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { describeApp } from '../../aws/sagemaker/apps.js'
import { describeDomain, describeUserProfile } from '../../aws/sagemaker/describe-and-update.js'
import { listUserProfiles } from '../../aws/sagemaker/lists.js'
import { listDomainApps, readRecentSpaces } from '../../aws/sagemaker/recent-lists.js'
import { listSpaces } from '../../aws/sagemaker/space-lists.js'
import { describeSpace } from '../../aws/sagemaker/spaces.js'
import type { FileSystemId, SpaceName, SpaceRef, UserProfileName } from '../../model/ids.js'
import type { Space, SpaceApp, SpaceAppDetails, SpaceSummary } from '../../model/space.js'
import type { Domain, UserProfile } from '../../model/studio-resource.js'
import { FileSystemUnclearError } from '../file-system-unclear.js'
import { candidateFileSystems } from '../offers-plan.js'
import { type DiagnosisSubject, nameOf } from '../subject.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { failureOf, type Look, type Looker, type LookFailure, lookAtEach, notAsked, orGone } from './look.js'

/** A profile by its name, and as SageMaker describes it: undefined if it does not exist. */
export interface SeenProfile {
  readonly userProfileName: UserProfileName
  readonly profile: UserProfile | undefined
}

export interface SeenSpaces {
  readonly spaces: readonly Space[]
  /** The space that was asked for and does not exist. */
  readonly missing: SpaceName | undefined
  /** False where the domain has more spaces than were looked through for those of the profile. */
  readonly isComplete: boolean
}

/** A space with its app: undefined if it has none, or none any more. */
export interface SeenApp {
  readonly space: Space
  readonly app: (SpaceApp & Partial<Pick<SpaceAppDetails, 'failureReason'>>) | undefined
}

export interface StudioReads {
  domain(): Look<Domain>
  /** The profile; the owner of the space, if it has one; or all profiles of the domain. */
  profiles(): Look<readonly SeenProfile[]>
  /** The space; the profile's spaces, at most two, the newest first; or all spaces of the domain. */
  spaces(): Look<SeenSpaces>
  apps(): Look<readonly SeenApp[]>
  /** The one that the caller names, else the only one that is offered or mounted. */
  fileSystemId(): Look<FileSystemId>
}

/** Pages of 100 spaces that are looked through for those of one profile. */
const MAX_PAGES = 2
const MAX_SPACES = 2
/** Failed apps of a domain whose reasons are read. */
const MAX_FAILED = 5

export function studioReads(call: DiagnosisCall, looker: Looker, subject: DiagnosisSubject): StudioReads {
  const { once, aws } = looker
  const { scope, domainId, userProfileName } = subject

  const domain = once(() => {
    const read = async () => describeDomain(call, domainId)
    // A request without a reply here means that there is no network: nothing else of the Region can be read.
    const failure = (error: Parameters<typeof failureOf>[0]): LookFailure =>
      error.name === 'ResourceNotFoundError' || error.name === 'ConnectionError'
        ? { kind: 'ended', error }
        : failureOf(error)
    return new ResultAsync(looker.turn(read)).mapErr(failure)
  })

  const describeProfile = (name: UserProfileName): Look<SeenProfile> =>
    aws(() => orGone(describeUserProfile(call, { domainId, userProfileName: name }))).map((profile) => ({
      userProfileName: name,
      profile,
    }))

  const profiles = once((): Look<readonly SeenProfile[]> => {
    if (userProfileName !== undefined) return lookAtEach([userProfileName], describeProfile)
    if (scope === 'space')
      return spaces().andThen(({ spaces: [space] }) => {
        const owner = space?.kind === 'shared' ? undefined : space?.ownerUserProfileName
        return lookAtEach(owner === undefined ? [] : [owner], describeProfile)
      })
    return aws(() => listUserProfiles(call, domainId))
      .andThen((refs) => lookAtEach(refs, (ref) => describeProfile(ref.userProfileName)))
      .map((all) => all.filter(({ profile }) => profile !== undefined))
  })

  const describeEach = (refs: readonly SpaceRef[]): Look<readonly Space[]> =>
    lookAtEach(refs, (ref) => aws(() => orGone(describeSpace(call, ref)))).map((all) =>
      all.filter((space) => space !== undefined),
    )

  const spaces = once((): Look<SeenSpaces> => {
    const { spaceName } = subject
    if (spaceName !== undefined)
      return describeEach([{ domainId, spaceName }]).map((found) => ({
        spaces: found,
        missing: found.length === 0 ? spaceName : undefined,
        isComplete: true,
      }))
    if (scope === 'domain')
      return aws(() => listSpaces(call, domainId))
        .andThen(describeEach)
        .map((all) => ({ spaces: all, missing: undefined, isComplete: true }))
    return aws(() => readRecentSpaces(call, { domainId, maxPages: MAX_PAGES })).andThen(({ items, next }) =>
      describeEach(items.filter(isOwned).slice(0, MAX_SPACES)).map((own) => ({
        spaces: own,
        missing: undefined,
        isComplete: next === undefined,
      })),
    )
  })

  const isOwned = ({ ownerUserProfileName: owner, kind }: SpaceSummary) =>
    kind !== 'shared' && owner?.toLowerCase() === userProfileName?.toLowerCase()

  const describeAppOf = (space: Space): Look<SeenApp> => {
    const { spaceName, appType } = space
    if (appType === undefined) return okAsync({ space, app: undefined })
    return aws(() => orGone(describeApp(call, { domainId, spaceName, appType, appName: 'default' }))).map((app) => ({
      space,
      app: app?.status === 'Deleted' ? undefined : app,
    }))
  }

  const apps = once((): Look<readonly SeenApp[]> => {
    if (scope !== 'domain') return spaces().andThen(({ spaces: some }) => lookAtEach(some, describeAppOf))
    return ResultAsync.combine([spaces(), aws(() => listDomainApps(call, domainId))] as const).andThen(
      ([{ spaces: all }, listed]) => {
        const newest = new Map(listed.filter(({ status }) => status !== 'Deleted').map((app) => [app.spaceName, app]))
        const seen = all.map((space): SeenApp => ({ space, app: newest.get(space.spaceName) }))
        const failed = seen.filter(({ app }) => app?.status === 'Failed').slice(0, MAX_FAILED)
        return lookAtEach(failed, ({ space }) => describeAppOf(space)).map((reasons) =>
          seen.map((one) => reasons.find(({ space }) => space === one.space) ?? one),
        )
      },
    )
  })

  const fileSystemId = once((): Look<FileSystemId> => {
    const { fileSystemId: given } = subject
    if (given !== undefined) return okAsync(given)
    return ResultAsync.combine([domain(), profiles(), spaces()] as const).andThen(
      ([home, people, { spaces: some }]): Look<FileSystemId> => {
        const [only, ...others] = candidateFileSystems({ domain: home, profiles: people, spaces: some, scope })
        if (only === undefined) return notAsked('No file system is named, and none is offered or mounted.')
        if (others.length === 0) return okAsync(only)
        const error = new FileSystemUnclearError({ subject: nameOf(subject), fileSystemIds: [only, ...others] })
        return errAsync<FileSystemId, LookFailure>({ kind: 'ended', error })
      },
    )
  })

  return { domain, profiles, spaces, apps, fileSystemId }
}
