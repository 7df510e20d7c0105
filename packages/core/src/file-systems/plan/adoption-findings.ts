import type { EfsFileSystem, Replication } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import { clientAccess } from '../../network/plan/client-access.js'
import type { FileSystemFinding } from '../../network/plan/file-system-finding.js'
import { creationTokenFor, isOwn } from '../../network/plan/ownership.js'
import { type RefusedAction, refusedAction } from '../../network/plan/policy-causes.js'

/** A value that was read, or the reason for which AWS did not show it. */
export type Readable<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'not-shown'; readonly reason: string }

/** Settings of a file system that was made elsewhere. Absent: not looked at. */
export interface ForeignSettings {
  /** The JSON text; undefined for a file system without one. */
  readonly policy?: Readable<string | undefined>
  readonly replications?: Readable<readonly Replication[]>
}

/** True for a file system that this package did not make, for this domain or another one. */
export function isAdopted({ creationToken, tags }: EfsFileSystem, domainId: DomainId): boolean {
  return creationToken !== creationTokenFor(domainId) && !isOwn(tags)
}

/** Findings on settings that this package would have chosen itself in a file system of its own. */
export function adoptionFindings(
  fileSystem: EfsFileSystem,
  { domainId, settings: { policy, replications } }: { readonly domainId: DomainId; readonly settings: ForeignSettings },
): readonly FileSystemFinding[] {
  return [
    ...(isAdopted(fileSystem, domainId) ? [adopted(fileSystem)] : []),
    ...(policy === undefined ? [] : policyFindings(fileSystem, policy)),
    ...(replications === undefined ? [] : replicationFindings(fileSystem, replications)),
  ]
}

function adopted({ fileSystemId, createdAt }: EfsFileSystem): FileSystemFinding {
  const since = createdAt === undefined ? '' : ` It exists since ${createdAt}.`
  const message = `${fileSystemId} was not made by this package: its settings stay as they are.${since}`
  return { kind: 'adopted', fileSystemId, createdAt, message }
}

function policyFindings(
  { fileSystemId }: EfsFileSystem,
  policy: Readable<string | undefined>,
): readonly FileSystemFinding[] {
  const unknown = (reason: string): FileSystemFinding => ({
    kind: 'file-system-policy-unknown',
    fileSystemId,
    message: `It is not known whether a policy of ${fileSystemId} keeps Studio out, or root in: ${reason}`,
  })
  if (policy.kind === 'not-shown') return [unknown(policy.reason)]
  const { value: text } = policy
  if (text === undefined) return [anonymousRoot(fileSystemId, 'it has no file-system policy')]
  const refused = refusedAction(text)
  if (refused?.access === 'unreadable') return [unknown('its text is no policy that this package can read.')]
  const rooted = clientAccess(text, 'ClientRootAccess') === 'allowed'
  return [
    ...(refused === undefined ? [] : [lockOut(fileSystemId, refused)]),
    ...(rooted ? [anonymousRoot(fileSystemId, 'its policy allows everybody ClientRootAccess')] : []),
  ]
}

function anonymousRoot(fileSystemId: EfsFileSystem['fileSystemId'], reason: string): FileSystemFinding {
  const message = `Every client that reaches a mount target of ${fileSystemId} can be root on it: ${reason}. A policy can close it.`
  return { kind: 'anonymous-root', fileSystemId, message }
}

function lockOut(fileSystemId: EfsFileSystem['fileSystemId'], { action, access }: RefusedAction): FileSystemFinding {
  const effect = access === 'uncertain' ? 'may deny' : 'denies'
  const message = `The policy of ${fileSystemId} ${effect} ${action} to clients without IAM or TLS, and AWS does not document that Studio mounts with them: try it with a space, or allow it to everybody through a mount target.`
  return { kind: 'policy-may-lock-out', fileSystemId, action, message }
}

function replicationFindings(
  { fileSystemId }: EfsFileSystem,
  replications: Readable<readonly Replication[]>,
): readonly FileSystemFinding[] {
  if (replications.kind === 'not-shown') {
    const message = `It is not known whether ${fileSystemId} is replicated, and so read-only: ${replications.reason}`
    return [{ kind: 'replication-unknown', fileSystemId, message }]
  }
  return replications.value.map(({ sourceFileSystemId, destinations }): FileSystemFinding => {
    const part = sourceFileSystemId === fileSystemId ? 'source' : 'destination'
    const effect = part === 'source' ? 'and cannot be deleted while it is' : 'and is read-only while it is'
    const ids = [sourceFileSystemId, ...destinations.map((one) => one.fileSystemId)]
    const others = ids.filter((id) => id !== fileSystemId)
    const message = `${fileSystemId} is the ${part} of a replication (${others.join(', ')}), ${effect}.`
    return { kind: 'replicated', fileSystemId, part, otherFileSystemIds: others, message }
  })
}
