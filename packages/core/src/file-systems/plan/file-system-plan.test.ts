import { describe, expect, test } from 'vitest'
import {
  accessPoint,
  aDomain,
  fileSystem,
  group,
  madeBySageMaker,
  ours,
  subnet,
  target,
  vpcId,
} from '../../../test/infrastructure.js'
import type { KmsKeyId } from '../../model/ids.js'
import { OWNER, OWNER_TAG } from '../../network/plan/ownership.js'
import { type FileSystemSnapshot, type FileSystemSpec, planFileSystem } from './file-system-plan.js'

const inbound = group('sg-in', 'inbound')
const nothing: FileSystemSnapshot = {
  domain: aDomain,
  vpcId,
  subnets: [subnet('subnet-a'), subnet('subnet-b')],
  groups: { inbound, outbound: undefined, own: undefined, named: undefined, shared: [], foreign: [] },
  groupChoice: { source: 'managed', group: inbound },
  fileSystemChoice: { kind: 'create', after: undefined },
  targets: [],
  accessPointChoice: { kind: 'create', after: undefined },
  foreignSettings: {},
}
const withGroup = { securityGroupIds: [inbound.groupId] }
const finished: Partial<FileSystemSnapshot> = {
  fileSystemChoice: { kind: 'use', fileSystem: ours('fs-1') },
  targets: [target('a', withGroup), target('b', withGroup)],
  accessPointChoice: { kind: 'use', accessPoint: accessPoint('fsap-1') },
}
const wanted: FileSystemSpec = {
  name: undefined,
  kmsKeyId: undefined,
  lifecyclePolicies: undefined,
  fileSystemPolicy: 'none' as const,
  tags: {},
  maxSecurityGroups: 5,
}
const plan = (snapshot: Partial<FileSystemSnapshot> = {}, spec: Partial<FileSystemSpec> = {}) =>
  planFileSystem({ ...nothing, ...snapshot }, { ...wanted, ...spec })._unsafeUnwrap()

describe('the changes', () => {
  test('are everything where there is nothing, in the order in which it is done', () => {
    const own = { source: 'own', group: undefined } as const
    const { changes } = plan({ groupChoice: own }, { lifecyclePolicies: { transitionToIA: 'AFTER_30_DAYS' } })
    expect(changes.map(({ kind, action }) => `${action} ${kind}`)).toEqual([
      'create file-system',
      'put lifecycle-policies',
      'create security-group',
      'add security-group-rules',
      'create mount-target',
      'create mount-target',
      'create access-point',
    ])
  })

  test('name a new file system by its token, for it has no id in a dry run', () => {
    expect(plan({}, { kmsKeyId: 'alias/k' as KmsKeyId }).changes[0]).toEqual({
      kind: 'file-system',
      action: 'create',
      creationToken: 'studio-efs-d-science',
      name: 'sagemaker-studio-science',
      encrypted: true,
      kmsKeyId: 'alias/k',
    })
  })

  test('are none where everything is as it should be', () => {
    expect(plan(finished).changes).toEqual([])
  })

  test('are fit for JSON', () => {
    const { changes } = plan({ ...finished, targets: [target('a')] })
    expect(JSON.parse(JSON.stringify(changes))).toEqual(changes)
  })
})

describe('lifecycle policies', () => {
  const lifecyclePolicies = { transitionToIA: 'AFTER_30_DAYS' }
  const put = (snapshot: Partial<FileSystemSnapshot>) =>
    plan({ ...finished, ...snapshot }, { lifecyclePolicies }).changes.some(({ kind }) => kind === 'lifecycle-policies')

  test('are put on one of an earlier run while it has no mount target: that run may have been cut off before it put them', () => {
    expect(put({ targets: [] })).toBe(true)
  })

  test('are not put on one of an earlier run that has a mount target, nor on an adopted one', () => {
    expect(put({})).toBe(false)
    expect(put({ fileSystemChoice: { kind: 'use', fileSystem: fileSystem('fs-1') }, targets: [] })).toBe(false)
  })
})

describe('findings', () => {
  const found = (overrides: Parameters<typeof ours>[1], spec: Partial<FileSystemSpec> = {}) =>
    plan({ ...finished, fileSystemChoice: { kind: 'use', fileSystem: ours('fs-1', overrides) } }, spec)
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555'
  const other = { kmsKeyId: 'aaaaaaaa-2222-3333-4444-555555555555' as KmsKeyId }

  test('name what cannot be changed, and change nothing', () => {
    const { findings, changes } = found({ encrypted: false, oneZone: { zoneId: 'z-a', zoneName: 'region-a' } })
    expect(findings).toMatchObject([{ kind: 'unencrypted' }, { kind: 'one-zone', uncoveredZoneIds: ['z-b'] }])
    expect(changes).toEqual([])
  })

  test('name another key than the one that was asked for, unless that is an alias', () => {
    expect(found({ kmsKeyId: key }, other).findings).toMatchObject([{ kind: 'other-kms-key', kmsKeyId: key }])
    expect(found({ kmsKeyId: key }, { kmsKeyId: key as KmsKeyId }).findings).toEqual([])
    expect(found({ kmsKeyId: key }, { kmsKeyId: 'alias/data' as KmsKeyId }).findings).toEqual([])
  })

  test('one that was made elsewhere is named with its date, and one of a sibling domain is not', () => {
    const found = (overrides: Parameters<typeof fileSystem>[1]) =>
      plan({ ...finished, fileSystemChoice: { kind: 'use', fileSystem: fileSystem('fs-1', overrides) } }).findings
    const createdAt = '2024-02-29T10:00:00.000Z'
    expect(found({ createdAt })).toMatchObject([{ kind: 'adopted', createdAt }])
    expect(found({ tags: { [OWNER_TAG]: OWNER } })).toEqual([])
  })

  test('are none for a file system that is as a new one would be', () => {
    expect(found({}).findings).toEqual([])
  })

  test('a home file system of SageMaker is named with its domain', () => {
    expect(found({ tags: madeBySageMaker }).findings).toMatchObject([
      { kind: 'home-file-system', managedFor: expect.stringMatching(/:domain\/d-science$/) },
    ])
  })
})
