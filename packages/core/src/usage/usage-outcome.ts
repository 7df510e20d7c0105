import type { AwsError } from '../aws/call/aws-error.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { Claim } from '../model/claim.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { DomainId } from '../model/ids.js'
import type { Usage } from '../model/usage/usage.js'

/**
 * Result for one directory. `measured`: in this round. `unfinished`: it was begun, and the next run goes on there. `waiting`: no
 * time was left for it. `missing`: nothing has that path. `failed`: `error` says why.
 */
export interface UsageOutcome {
  readonly path: FileSystemPath
  readonly outcome: 'measured' | 'unfinished' | 'waiting' | 'missing' | 'failed'
  /** Absent for a directory that is not claimed. */
  readonly claim?: Claim
  /** The last measurement that was completed, of this run or of an earlier one. */
  readonly usage?: Usage
  /** With `failed` only. */
  readonly error?: DirectoryError
}

/** A remark on the usage. None of them changes or locks anything. */
export type UsageFinding =
  /** A directory is larger than the soft limit. */
  | {
      readonly kind: 'over-soft-limit'
      readonly path: FileSystemPath
      readonly claim?: Claim
      readonly bytes: number
      readonly softLimitBytes: number
    }
  /** Some directories inside could not be read, so that the figures are too low. */
  | { readonly kind: 'unreadable'; readonly path: FileSystemPath; readonly directories: number }
  /** Other mounts inside were not entered. */
  | { readonly kind: 'other-mounts'; readonly path: FileSystemPath; readonly mounts: number }
  /** The profiles of a domain could not be listed, so that directories without a claim may be missing. */
  | { readonly kind: 'profiles-not-listed'; readonly domainId: DomainId; readonly error: AwsError }
  /** EFS did not give the size of the file system. */
  | { readonly kind: 'size-not-read'; readonly error: AwsError }

/** Remarks on one directory. */
export function findingsOf(
  { path, claim, usage }: UsageOutcome,
  softLimitBytes: number | undefined,
): readonly UsageFinding[] {
  if (usage === undefined) return []
  const { bytes, unreadable, otherMounts } = usage
  const findings: UsageFinding[] = []
  if (softLimitBytes !== undefined && bytes > softLimitBytes)
    findings.push({ kind: 'over-soft-limit', path, ...(claim && { claim }), bytes, softLimitBytes })
  if (unreadable > 0) findings.push({ kind: 'unreadable', path, directories: unreadable })
  if (otherMounts > 0) findings.push({ kind: 'other-mounts', path, mounts: otherMounts })
  return findings
}
