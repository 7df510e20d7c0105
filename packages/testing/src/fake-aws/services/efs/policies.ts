import type { FileSystemRecord } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import { delayIn } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { badRequest } from './errors.js'
import { findAvailableFileSystem, findFileSystem } from './lookup.js'

interface FileSystemInput {
  readonly FileSystemId: string
}

export function putFileSystemPolicy(world: World, input: FileSystemInput & { readonly Policy: string }): Output {
  const record = findAvailableFileSystem(world, input.FileSystemId)
  if (!isPolicy(input.Policy)) throw new FakeAwsError('InvalidPolicyException', 'The policy is not valid.')
  record.policy = input.Policy
  return { FileSystemId: record.FileSystemId, Policy: record.policy }
}

export function describeFileSystemPolicy(world: World, input: FileSystemInput): Output {
  const { FileSystemId, policy } = findFileSystem(world, input.FileSystemId)
  if (policy === undefined) throw policyNotFound(FileSystemId)
  return { FileSystemId, Policy: policy }
}

export function deleteFileSystemPolicy(world: World, input: FileSystemInput): undefined {
  delete findAvailableFileSystem(world, input.FileSystemId).policy
}

function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text)
    return typeof policy === 'object' && policy !== null && 'Statement' in policy
  } catch {
    return false
  }
}

function policyNotFound(id: string): FakeAwsError {
  return new FakeAwsError('PolicyNotFound', `The file system '${id}' has no such policy.`)
}

interface PutLifecycleInput extends FileSystemInput {
  readonly LifecyclePolicies: FileSystemRecord['lifecyclePolicies']
}

/** Replaces all lifecycle policies. */
export function putLifecycleConfiguration(world: World, input: PutLifecycleInput): Output {
  const record = findAvailableFileSystem(world, input.FileSystemId)
  const policies = input.LifecyclePolicies.map(presentMembers)
  const transitions = policies.flatMap((policy) => {
    const names = Object.keys(policy)
    if (names.length !== 1) throw badRequest('Each LifecyclePolicy must have exactly one transition.')
    return names
  })
  if (new Set(transitions).size < transitions.length) throw badRequest('A transition can be given only once.')
  record.lifecyclePolicies = policies
  return { LifecyclePolicies: record.lifecyclePolicies }
}

export function describeLifecycleConfiguration(world: World, input: FileSystemInput): Output {
  return { LifecyclePolicies: findFileSystem(world, input.FileSystemId).lifecyclePolicies }
}

interface PutBackupPolicyInput extends FileSystemInput {
  readonly BackupPolicy: { readonly Status: string }
}

export function putBackupPolicy(world: World, input: PutBackupPolicyInput): Output {
  const record = findAvailableFileSystem(world, input.FileSystemId)
  const { Status } = input.BackupPolicy
  if (Status !== 'ENABLED' && Status !== 'DISABLED') throw badRequest('The status must be ENABLED or DISABLED.')
  const during = Status === 'ENABLED' ? 'ENABLING' : 'DISABLING'
  if (record.backupPolicy !== Status) {
    record.backupPolicy = during
    world.schedule.at(world.now() + delayIn(world, world.settings.delays.putBackupPolicy), () => {
      if (record.backupPolicy === during) record.backupPolicy = Status
    })
  }
  return { BackupPolicy: { Status: record.backupPolicy } }
}

export function describeBackupPolicy(world: World, input: FileSystemInput): Output {
  const { FileSystemId, backupPolicy } = findFileSystem(world, input.FileSystemId)
  if (backupPolicy === undefined) throw policyNotFound(FileSystemId)
  return { BackupPolicy: { Status: backupPolicy } }
}
