import { err, ok, type Result } from 'neverthrow'
import type { AncestorInfo, DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import { modeBits, PRIVATE_MODE } from '../model/directory-mode.js'
import { ROOT_PATH } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { closedTo } from './ancestors.js'
import { type Attributes, formatAttributes } from './attributes.js'
import { DirectoryTakenError } from './directory-error.js'

const SET_GROUP_ID = 0o2000

/**
 * The receipt that making `spec` true of a directory in `state` will give. Refuses a directory that belongs to another
 * owner, unless it is as an interrupted run left it, or the spec says `take-over`.
 */
export function planDirectory(
  spec: DirectorySpec,
  state: DirectoryState,
): Result<DirectoryReceipt, DirectoryTakenError> {
  const { path, owner, mode, foreignDirectories = 'refuse' } = spec
  const about = { path, owner, mode }
  const ancestors = ancestorsFor(owner, state)
  if (!state.exists) return ok({ ...about, outcome: 'created', ...ancestors })
  const { uid, gid } = state
  const before = { uid, gid, mode: state.mode }
  const hasOwner = uid === owner.uid && gid === owner.gid
  if (hasOwner && modeBits(state.mode) === modeBits(mode)) return ok({ ...about, outcome: 'unchanged', ...ancestors })
  // No driver makes the root, which a fresh file system has as root's, too.
  const isUnfinished = path !== ROOT_PATH && state.isEmpty === true && mayBeUnfinished(before)
  if (hasOwner || isUnfinished || foreignDirectories === 'take-over')
    return ok({ ...about, outcome: 'repaired', before, ...ancestors })
  return err(new DirectoryTakenError({ path, owner: { uid, gid }, mode: state.mode }))
}

/** Owner and mode before and after, for a log record: `200001:1001 0700`. Undefined for another outcome. */
export function repairIn({ path, before, owner, mode }: DirectoryReceipt) {
  return before && { path, before: formatAttributes(before), after: formatAttributes({ ...owner, mode }) }
}

/** Has owner and mode of a directory that a driver made and did not give away yet; it must be empty, too. */
export function mayBeUnfinished({ uid, mode }: Pick<Attributes, 'uid' | 'mode'>): boolean {
  return uid === 0 && isModeAtCreation(mode)
}

/** Drivers make directories with mode 0700. The set-group-ID bit may come from the parent. */
export function isModeAtCreation(mode: string): boolean {
  return (modeBits(mode) & ~SET_GROUP_ID) === modeBits(PRIVATE_MODE)
}

function ancestorsFor(owner: PosixOwner, { writableParents, closedParents = [] }: AncestorInfo): AncestorInfo {
  const closed = closedParents.filter((parent) => closedTo(owner, parent))
  return {
    ...(writableParents && { writableParents }),
    ...(closed.length === 0 ? {} : { closedParents: closed }),
  }
}
