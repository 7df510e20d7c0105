import type { EnsureFileSystemForDomainOutput } from '@studio-efs/core'
import { type Invocation, timeForWork } from '../frame/invocation.js'
import type { Note } from '../frame/recording.js'
import { ensureFileSystemAsGiven, type FileSystemContext } from './ensure-file-system-as-given.js'
import { parseFileSystemProperties } from './file-system-properties.js'

/** What a run between deployments did: nothing, or what somebody had undone. */
export interface ReconcileReply extends Pick<EnsureFileSystemForDomainOutput, 'findings' | 'changes'> {
  readonly outcome: 'changed' | 'unchanged'
}

/** The properties of the resource in an event that nobody waits to have answered, such as a schedule's. */
export function reconcileIn(event: unknown): { readonly properties: unknown } | undefined {
  const isOne = typeof event === 'object' && event !== null && 'Reconcile' in event
  return isOne ? { properties: event.Reconcile } : undefined
}

/** The file system's network is set right again: a zone that the domain got, or a group that was taken off. */
export async function reconcile(
  context: FileSystemContext,
  given: unknown,
  invocation: Invocation | undefined,
  note: Note,
): Promise<ReconcileReply> {
  const properties = parseFileSystemProperties(given)
  if (properties.isErr()) throw properties.error
  const done = await ensureFileSystemAsGiven(context, properties.value, { timeoutMs: timeForWork(invocation) })
  if (done.isErr()) throw done.error
  const { findings, changes } = done.value
  note({ findings, changes: changes.length })
  return { outcome: changes.length > 0 ? 'changed' : 'unchanged', findings, changes }
}
