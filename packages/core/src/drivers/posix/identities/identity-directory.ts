import { err, type Result } from 'neverthrow'
import type { UserProfileRef } from '../../../model/ids.js'
import type { DirectoryError } from '../../directory-error.js'
import {
  type Missing,
  openBelow,
  openStateDirectory,
  type StateDirectory,
  statePath,
} from '../claims/state-directory.js'
import { refresh } from '../entry.js'
import { errnoOf, toResult, unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, type PosixFs } from '../fs.js'

/** `/.studio-efs/ids`, open: one link for each uid that is held, and another one, `<uid>.used`, once it is used. */
export interface IdentityDirectory {
  read(name: string): Promise<LinkText>
  /** Makes a link whole or not at all, never over another entry. */
  create(name: string, text: string): Promise<'created' | 'exists'>
  remove(name: string): Promise<void>
  /** True if the directory of a life of the profile was archived after the entry was made, by the file server's clock. */
  hasEndedSince(name: string, holder: UserProfileRef): Promise<boolean>
}

/** `no-link`: something else has the name, such as a file with which an administrator set a uid aside. */
export type LinkText = { readonly kind: 'nothing' | 'no-link' } | { readonly kind: 'link'; readonly text: string }

export const IDENTITIES_PATH = statePath('ids')

export interface LedgerMount {
  readonly fs: PosixFs
  openRoot(): Promise<Result<DirectoryHandle, DirectoryError>>
}

/** Runs `work` with the directory open; with undefined where it is missing and to be left so. */
export async function withIdentityDirectory<Value>(
  { fs, openRoot }: LedgerMount,
  missing: Missing,
  work: (directory: IdentityDirectory | undefined) => Promise<Value>,
): Promise<Result<Value, DirectoryError>> {
  const root = await openRoot()
  if (root.isErr()) return err(root.error)
  const open: DirectoryHandle[] = [root.value]
  try {
    return await toResult(IDENTITIES_PATH, async () => {
      const state = await openStateDirectory(fs, root.value, missing)
      if (state === undefined) return work(undefined)
      open.push(state.handle)
      const { device } = state
      const ids = await openBelow(fs, { parent: state.handle, path: IDENTITIES_PATH, device }, missing)
      if (ids === undefined) return work(undefined)
      open.push(ids)
      return work(identityDirectory(fs, ids, state))
    })
  } finally {
    for (const handle of open) await handle.close()
  }
}

function identityDirectory(
  fs: PosixFs,
  ids: DirectoryHandle,
  { handle: state, device }: StateDirectory,
): IdentityDirectory {
  return {
    async read(name) {
      // An NFS client may not know yet what another one made within the last minute.
      if (!(await refresh(fs, { parent: ids, path: statePath('ids', name), device }))) return { kind: 'nothing' }
      try {
        return { kind: 'link', text: await fs.readlink(below(ids, name)) }
      } catch (error) {
        const code = errnoOf(error)
        if (code === 'ENOENT') return { kind: 'nothing' }
        if (code !== 'EINVAL') throw error
        return { kind: 'no-link' }
      }
    },
    async create(name, text) {
      const created = await unlessErrno(['EEXIST'], () => fs.symlink(text, below(ids, name)).then(() => true))
      return created === true ? 'created' : 'exists'
    },
    async remove(name) {
      await unlessErrno(['ENOENT'], () => fs.unlink(below(ids, name)))
    },
    async hasEndedSince(name, { domainId, userProfileName }) {
      const archive = below(state, `archive/${domainId}/${userProfileName.toLowerCase()}`)
      const ended = await unlessErrno(['ENOENT', 'ENOTDIR'], () => fs.lstat(archive))
      // Every life that ends adds a directory there.
      return ended !== undefined && ended.mtimeMs > (await fs.lstat(below(ids, name))).mtimeMs
    },
  }
}
