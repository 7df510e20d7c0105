import type { ProfileStatus, StatusFinding, StudioStatus } from '@studio-efs/core'
import type { StudioDocument } from '../../src/studio/studio-document.js'

const fileSystemId = 'fs-0123456789abcdef0'
const at = (day: number) => new Date(Date.UTC(2026, 10, day, 10)).toISOString()

/** A studio of any size, the same one for the same number. `name` gives every name from outside. */
export function sampleStatus(
  profiles: number,
  name = (kind: string, index: number) => `${kind}-${index}`,
): StudioDocument {
  const all = Array.from({ length: profiles }, (_, index) => profileOf(index, name))
  return {
    schemaVersion: 1,
    takenAt: at(26),
    fileSystems: [
      {
        ...{
          fileSystemId,
          name: name('file-system', 0),
          lifeCycleState: 'available',
          encrypted: true,
          vpcId: 'vpc-0a1b2c3d',
        },
        ...{ sizeInBytes: profiles * 2.5e9, sizeTakenAt: at(25) },
        mountTargets: ['a', 'b', 'c'].map((zone, index) => ({
          ...{ mountTargetId: `fsmt-${index}`, zoneId: `euw1-az${index + 1}`, zoneName: `eu-west-1${zone}` },
          ...{ subnetId: `subnet-0123456789abcdef${index}`, ipAddress: `10.0.${index}.17` },
          lifeCycleState: index === 2 ? 'creating' : 'available',
        })),
      },
      { fileSystemId: 'fs-0bbbbbbbbbbbbbbbb' },
    ],
    domains: [0, 1].map((index) => ({
      ...{ domainId: `d-domain${index}`, name: name('domain', index), status: 'InService', vpcId: 'vpc-0a1b2c3d' },
      privateDefaults: [{ fileSystemId, fileSystemPath: '/_shared', from: 'domain' }],
      sharedDefaults: [],
      sharedSpaces: [{ spaceName: name('team-space', index), status: 'InService', mounts: [fileSystemId] }],
    })),
    profiles: all,
    directories: [
      { path: '/_shared', exists: true, uid: 0, gid: 100, mode: '2775', claim: { kind: 'shared' }, usage: usageOf(9) },
    ],
    archives: [
      {
        ...{ archive: 'd-domain0/left-0/20261101T100000000Z', domainId: 'd-domain0', userProfileName: name('left', 0) },
        ...{ createdAt: at(1), archivedAt: at(12), uid: 200_001, gid: 1001, state: 'kept' },
      },
      {
        ...{ archive: 'd-domain1/left-1/20261101T100000000Z', domainId: 'd-domain1', userProfileName: name('left', 1) },
        ...{ createdAt: at(1), archivedAt: at(25), uid: 1000, gid: 1001, state: 'purging' },
      },
    ],
    diagnoses: all.slice(4, 5).map(({ domainId, userProfileName }) => ({
      ...{ domainId, userProfileName, takenAt: at(26), conclusion: 'cause', check: 'directory-exists' },
      ...{ finding: name('cause', 4), remedy: name('remedy', 4) },
    })),
    findings: all.flatMap((profile, index) => (index % 9 === 4 ? [findingOn(profile, name('finding', index))] : [])),
  }
}

const usageOf = (index: number, day = 25) => ({
  ...{ bytes: (((index * 7919) % 97) + 1) * 1e8, entries: 10 + index * 13, newestChangeAt: at(20) },
  ...{ unreadable: 0, otherMounts: 0, startedAt: at(day), measuredAt: at(day) },
})

function profileOf(index: number, name: (kind: string, index: number) => string): ProfileStatus {
  const userProfileName = name('user', index)
  const path = `/${userProfileName}`
  return {
    ...{ domainId: `d-domain${index % 2}`, userProfileName, status: 'InService', createdAt: at(2) },
    owner: { uid: 200_001, gid: 1001 },
    offered: [{ fileSystemId, fileSystemPath: path, from: 'profile' }],
    directory: {
      ...{ path, exists: index % 9 !== 4, uid: index % 9 === 7 ? 1000 : 200_001, gid: 1001, mode: '0700' },
      ...(index % 5 !== 3 && { usage: usageOf(index) }),
    },
    spaces: [
      {
        spaceName: name('lab', index),
        kind: 'private',
        status: 'InService',
        appType: 'JupyterLab',
        mounts: index % 3 === 0 ? [] : [fileSystemId],
      },
    ],
  }
}

function findingOn({ domainId, userProfileName }: ProfileStatus, message: string): StatusFinding {
  return {
    kind: 'directory-missing',
    level: 'error',
    domainId,
    userProfileName,
    message: `${message}: the directory is missing`,
  }
}

/** An earlier report, in which every directory was smaller. */
export function earlierStatus({ profiles, ...status }: StudioStatus, day: number): StudioStatus {
  return {
    ...status,
    takenAt: at(day),
    profiles: profiles.map(({ directory, ...profile }) => ({
      ...profile,
      ...(directory && {
        directory: {
          ...directory,
          ...(directory.usage && {
            usage: { ...directory.usage, bytes: (directory.usage.bytes * day) / 25, measuredAt: at(day) },
          }),
        },
      }),
    })),
  }
}
