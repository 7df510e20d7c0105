import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { retrying } from '../aws/call/call-aws.js'
import { creating } from '../aws/call/creation.js'
import type { OnPending } from '../aws/call/poll.js'
import { stageOf, type UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import { createFileSystem, putLifecyclePolicies } from '../aws/efs/file-systems.js'
import { waitForFileSystem, waitForFileSystemGone } from '../aws/efs/waiters.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { EnsureFileSystemChange, FileSystemCreation, LifecyclePoliciesChange } from '../model/change.js'
import type { EfsFileSystem } from '../model/efs.js'
import type { FileSystemId } from '../model/ids.js'
import type { LifecyclePolicies } from '../model/lifecycle-policies.js'
import { fileSystemTags } from '../network/plan/ownership.js'
import { isTaggedFor } from './plan/file-system-choice.js'
import { CreationTokenTakenError } from './plan/file-system-choice-error.js'
import {
  type FileSystemPicture,
  type FileSystemPlan,
  type FileSystemWish,
  fileSystemCreation,
} from './plan/file-system-plan.js'
import type { OnProgress } from './progress.js'
import type { PictureContext } from './read.js'

export interface FileSystemStepContext extends PictureContext {
  readonly onProgress: OnProgress<EnsureFileSystemChange>
  readonly onPending: OnPending
}

export interface FileSystemWork {
  readonly picture: FileSystemPicture
  readonly plan: FileSystemPlan
  readonly wish: FileSystemWish
}

export type FileSystemStepError = AwsError | OutOfPatienceError | CreationTokenTakenError | UnusableLifeCycleError

interface MadeFileSystem {
  readonly fileSystem: EfsFileSystem
  readonly changes: readonly FileSystemCreation[]
}

export interface FileSystemReport {
  readonly fileSystem: EfsFileSystem
  readonly changes: readonly (FileSystemCreation | LifecyclePoliciesChange)[]
}

/** The file system exists, is ready for what else the plan makes on it, and a new one has its lifecycle policies. */
export async function ensureFileSystem(
  context: FileSystemStepContext,
  work: FileSystemWork,
  patience: Patience,
): Promise<Result<FileSystemReport, FileSystemStepError>> {
  const { fileSystem, lifecyclePolicies } = work.plan
  const found =
    fileSystem === undefined
      ? await makeFileSystem(context, work, patience)
      : await existing(context, fileSystem, work.plan, patience)
  if (found.isErr() || lifecyclePolicies === undefined) return found
  const { fileSystemId } = found.value.fileSystem
  const put = await putPolicies(context, fileSystemId, lifecyclePolicies, patience)
  return put.map((change) => ({ ...found.value, changes: [...found.value.changes, change] }))
}

async function existing(
  context: FileSystemStepContext,
  fileSystem: EfsFileSystem,
  { changes }: FileSystemPlan,
  patience: Patience,
): Promise<Result<MadeFileSystem, FileSystemStepError>> {
  const idle = changes.length === 0 || stageOf(fileSystem.lifeCycleState) === 'ready'
  if (idle) return ok({ fileSystem, changes: [] })
  const ready = await waitForFileSystem(context, fileSystem.fileSystemId, 'later', patience)
  return ready.map((settled) => ({ fileSystem: settled, changes: [] }))
}

async function makeFileSystem(
  context: FileSystemStepContext,
  { picture, wish }: FileSystemWork,
  patience: Patience,
): Promise<Result<MadeFileSystem, FileSystemStepError>> {
  const { clock, efs, onProgress } = context
  const { domain, fileSystemChoice } = picture
  const change = fileSystemCreation(domain, wish)
  const { creationToken, name } = change
  const wanted = { ...wish, creationToken, tags: fileSystemTags(domain.domainId, name, wish.tags) }
  let leaving = fileSystemChoice.kind === 'create' ? fileSystemChoice.after?.fileSystemId : undefined
  for (;;) {
    if (leaving !== undefined) {
      const gone = await waitForFileSystemGone(context, leaving, patience)
      if (gone.isErr()) return err(gone.error)
    }
    const created = await creating(clock, patience, `making the file system ${name}`, () =>
      createFileSystem(efs, wanted, patience),
    )
    if (created.isErr()) return err(created.error)
    const { id, made, outcome } = created.value
    if (id === undefined) throw new Error('FileSystemAlreadyExists came without the file system id')
    if (outcome === 'created') onProgress({ step: 'changed', change })
    const ready = await waitForFileSystem(context, id, outcome === 'created' ? 'later' : 'at-once', patience)
    if (ready.isErr() && isLeaving(ready.error) && outcome === 'exists') {
      leaving = id
      continue
    }
    if (ready.isErr()) return err(ready.error)
    if (!isTaggedFor(domain.domainId, ready.value))
      return err(new CreationTokenTakenError(domain.domainId, id, creationToken))
    if (made && outcome === 'exists') onProgress({ step: 'changed', change })
    return ok({ fileSystem: ready.value, changes: made ? [change] : [] })
  }
}

function isLeaving(error: FileSystemStepError): boolean {
  return error.name === 'UnusableLifeCycleError' && stageOf(error.lifeCycleState) === 'leaving'
}

async function putPolicies(
  { clock, efs, onProgress }: FileSystemStepContext,
  fileSystemId: FileSystemId,
  policies: LifecyclePolicies,
  patience: Patience,
): Promise<Result<LifecyclePoliciesChange, FileSystemStepError>> {
  const put = await retrying(clock, patience, `putting the lifecycle policies of ${fileSystemId}`, () =>
    putLifecyclePolicies(efs, fileSystemId, policies, patience),
  )
  const change = { kind: 'lifecycle-policies', action: 'put', policies } as const
  if (put.isOk()) onProgress({ step: 'changed', change })
  return put.map(() => change)
}
