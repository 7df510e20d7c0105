import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { createAfterDeletion } from '../aws/efs/create-after-deletion.js'
import { stageOf, type UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import { createFileSystem, putFileSystemPolicy, putLifecyclePolicies } from '../aws/efs/file-systems.js'
import { waitForFileSystem, waitForFileSystemGone } from '../aws/efs/waiters.js'
import type { CallEndedError } from '../call.js'
import type {
  EnsureFileSystemChange,
  FileSystemCreation,
  FileSystemPolicyChange,
  LifecyclePoliciesChange,
} from '../model/changes/infrastructure-change.js'
import type { EfsFileSystem } from '../model/efs.js'
import { policyDocument } from '../model/file-system-policy.js'
import { fileSystemTags } from '../network/plan/ownership.js'
import { CreationTokenTakenError, isTaggedFor } from './plan/file-system-choice.js'
import {
  type FileSystemPlan,
  type FileSystemSnapshot,
  type FileSystemSpec,
  fileSystemCreation,
} from './plan/file-system-plan.js'
import type { ProgressCall } from './progress.js'

export type EnsureFileSystemCall = ProgressCall<EnsureFileSystemChange>

export interface FileSystemWork {
  readonly snapshot: FileSystemSnapshot
  readonly plan: FileSystemPlan
  readonly spec: FileSystemSpec
}

export type FileSystemStepError = AwsError | CallEndedError | CreationTokenTakenError | UnusableLifeCycleError

export interface FileSystemReport {
  readonly fileSystem: EfsFileSystem
  readonly changes: readonly (FileSystemCreation | LifecyclePoliciesChange | FileSystemPolicyChange)[]
}

/** The file system exists and is ready for the other changes of the plan; a new one has its lifecycle policies. */
export function ensureFileSystem(
  call: EnsureFileSystemCall,
  work: FileSystemWork,
): ResultAsync<FileSystemReport, FileSystemStepError> {
  return safeTry(async function* () {
    const { fileSystem: existing, lifecyclePolicies: policies, policy, changes: planned } = work.plan
    const { fileSystem, changes } =
      existing === undefined
        ? yield* createNew(call, work)
        : { fileSystem: yield* waitIfChanged(call, existing, planned), changes: [] }
    const put: (LifecyclePoliciesChange | FileSystemPolicyChange)[] = []
    if (policies !== undefined) {
      yield* putLifecyclePolicies(call, fileSystem.fileSystemId, policies)
      put.push({ kind: 'lifecycle-policies', action: 'put', policies })
    }
    const document = policyDocument(policy, fileSystem.fileSystemArn)
    if (policy !== 'none' && document !== undefined) {
      yield* putFileSystemPolicy(call, fileSystem.fileSystemId, document)
      put.push({ kind: 'file-system-policy', action: 'put', policy })
    }
    for (const change of put) call.onChange(change)
    return ok({ fileSystem, changes: [...changes, ...put] })
  })
}

/** A file system that is not ready is waited for only when something is to be changed on it. */
function waitIfChanged(
  call: EnsureFileSystemCall,
  fileSystem: EfsFileSystem,
  planned: readonly EnsureFileSystemChange[],
): ResultAsync<EfsFileSystem, FileSystemStepError> {
  const isIdle = planned.length === 0 || stageOf(fileSystem.lifeCycleState) === 'ready'
  return isIdle ? okAsync(fileSystem) : waitForFileSystem(call, fileSystem.fileSystemId, 'later')
}

function createNew(
  call: EnsureFileSystemCall,
  { snapshot: { domain, fileSystemChoice }, spec }: FileSystemWork,
): ResultAsync<
  { readonly fileSystem: EfsFileSystem; readonly changes: readonly FileSystemCreation[] },
  FileSystemStepError
> {
  return safeTry(async function* () {
    const { domainId } = domain
    const change = fileSystemCreation(domain, spec)
    const { creationToken, name } = change
    const wanted = { ...spec, creationToken, tags: fileSystemTags(domainId, name, spec.tags) }
    const { resource, made, outcome } = yield* createAfterDeletion(call, {
      leaving: fileSystemChoice.kind === 'create' ? fileSystemChoice.after?.fileSystemId : undefined,
      create: () => createFileSystem(call, wanted),
      onCreated: (created) => {
        if (created.outcome === 'created') call.onChange(change, created.id)
      },
      waitUntilReady: waitForFileSystem,
      waitUntilGone: waitForFileSystemGone,
    })
    const { fileSystemId } = resource
    if (!isTaggedFor(domainId, resource))
      return err(new CreationTokenTakenError({ domainId, fileSystemId, creationToken }))
    // A reply was lost, and only the tags of the existing file system show that it is this run's.
    if (made && outcome === 'exists') call.onChange(change, fileSystemId)
    return ok({ fileSystem: resource, changes: made ? [change] : [] })
  })
}
