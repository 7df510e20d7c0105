import { DescribeFileSystemsCommand } from '@aws-sdk/client-efs'
import { type EnsureFileSystemChange, type EnsureFileSystemForDomainInput, systemClock } from '@studio-efs/core'
import type { Note } from '../frame/recording.js'
import { type EnsureOptions, ensureFileSystemAsGiven, type FileSystemContext } from './ensure-file-system-as-given.js'
import { attributesOf } from './file-system-attributes.js'
import { parseFileSystemProperties } from './file-system-properties.js'
import { refusalOf } from './file-system-refusal.js'
import { idFor } from './physical-id.js'
import type { CustomResourceRequest } from './request.js'
import { type Answer, reasonOf } from './response.js'

/** Kept back for finding out what a creation leaves that fails. */
const FINDING_MS = 5000

/** A domain that is refused is refused before anything is made. */
export async function make(
  context: FileSystemContext,
  { requestType, properties: given, stackId }: CustomResourceRequest,
  timeoutMs: number,
  note: Note,
): Promise<Answer> {
  const properties = parseFileSystemProperties(given)
  if (properties.isErr()) throw properties.error
  const { clock = systemClock } = context
  const until = clock.now() + timeoutMs - FINDING_MS
  const ensure = (options: EnsureOptions) =>
    ensureFileSystemAsGiven(context, properties.value, { timeoutMs: Math.max(1, until - clock.now()), ...options })
  const plan = await ensure({ dryRun: true })
  if (plan.isErr()) throw plan.error
  const refusal = refusalOf(plan.value, properties.value)
  if (refusal !== undefined) throw refusal
  const { domainId } = plan.value
  const changed: EnsureFileSystemChange[] = []
  // The dry run has waited for SageMaker's group already.
  const done = await ensure({ tags: tagsOf(stackId), securityGroupWaitMs: 0, onProgress: changesInto(changed) })
  note({ findings: plan.value.findings, changes: changed.length })
  if (done.isOk()) {
    const data = attributesOf(done.value, properties.value)
    return { status: 'SUCCESS', physicalResourceId: idFor(domainId, data.FileSystemId), data }
  }
  // A failed update keeps the id that the resource has.
  const made = requestType === 'Create' ? await fileSystemMadeIn(context, changed) : undefined
  if (made === undefined) throw done.error
  // CloudFormation deletes what has the id of the answer.
  return { status: 'FAILED', physicalResourceId: idFor(domainId, made), reason: reasonOf(done.error) }
}

/** On what a stack makes, so that no other stack deletes it. */
export function tagsOf(stackId: string): Readonly<Record<string, string>> {
  return { 'cloudformation:stack-id': stackId }
}

function changesInto(changed: EnsureFileSystemChange[]): NonNullable<EnsureFileSystemForDomainInput['onProgress']> {
  return (progress) => {
    if (progress.step === 'changed') changed.push(progress.change)
  }
}

/**
 * The id of the file system that these changes made, which they name by its creation token. Undefined when they made none,
 * and when AWS does not say: then it stays, and the next creation finds it.
 */
async function fileSystemMadeIn(
  { efs }: Pick<FileSystemContext, 'efs'>,
  changed: readonly EnsureFileSystemChange[],
): Promise<string | undefined> {
  const creation = changed.find((change) => change.kind === 'file-system')
  if (creation === undefined) return undefined
  const { creationToken: CreationToken } = creation
  const found = await efs.send(new DescribeFileSystemsCommand({ CreationToken })).catch(() => undefined)
  return found?.FileSystems?.[0]?.FileSystemId
}
