import type { DirectoryHandle, PosixFs } from '../fs.js'
import { type ClaimTree, openClaimTree } from './claim-tree.js'
import { type Missing, openStateDirectory, type StateDirectory } from './state-directory.js'

export interface OpenClaims {
  readonly state: StateDirectory
  readonly claims: ClaimTree
}

/** The claims of one batch: opened once, when the first item needs them. */
export interface ClaimSession {
  begin(root: DirectoryHandle): void
  /** Undefined when the file system has no claims and `missing` is `leave`. */
  open(missing: Missing): Promise<OpenClaims | undefined>
  end(): Promise<void>
}

export function createClaimSession(fs: PosixFs): ClaimSession {
  let root: DirectoryHandle | undefined
  let opened: Promise<OpenClaims | undefined> | undefined

  async function openIn(directory: DirectoryHandle, missing: Missing): Promise<OpenClaims | undefined> {
    const state = await openStateDirectory(fs, directory, missing)
    return state && { state, claims: openClaimTree(fs, state) }
  }

  return {
    begin(directory) {
      root = directory
      opened = undefined
    },
    async open(missing) {
      if (root === undefined) throw new Error('A batch opens its root first.')
      opened ??= openIn(root, missing)
      return opened
    },
    async end() {
      const session = await opened?.catch(() => undefined)
      await session?.claims.close()
      await session?.state.handle.close()
    },
  }
}
