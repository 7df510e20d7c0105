import { type Claim, decodeClaim } from '../../../model/claim.js'
import { type FileSystemPath, parseFileSystemPath } from '../../../model/file-system-path.js'
import { unlessErrno } from '../errno.js'
import { below, type PosixFs } from '../fs.js'
import type { StateDirectory } from './state-directory.js'

/** The claims of a file system by the paths that they are for, which are found without reading any claim. */
export interface ClaimedPaths {
  readonly paths: readonly FileSystemPath[]
  /** Undefined for a claim that ended since, or that this release cannot read. */
  read(path: FileSystemPath): Promise<Claim | undefined>
}

export async function findClaimedPaths(fs: PosixFs, { handle }: StateDirectory): Promise<ClaimedPaths> {
  const top = below(handle, 'claims')
  const paths: FileSystemPath[] = []

  async function find(above: string): Promise<void> {
    const entries = await unlessErrno(['ENOENT', 'ENOTDIR'], () => fs.openEntries(`${top}${above}`, 256))
    if (entries === undefined) return
    const inside: string[] = []
    try {
      for (let entry = await entries.read(); entry !== undefined; entry = await entries.read()) {
        const path = `${above}/${Buffer.from(entry.name, 'latin1').toString()}`
        if (entry.isDirectory) inside.push(path)
        else
          paths.push(
            ...parseFileSystemPath(path).match(
              (parsed) => [parsed],
              () => [],
            ),
          )
      }
    } finally {
      await entries.close()
    }
    for (const path of inside) await find(path)
  }

  await find('')
  return {
    paths,
    async read(path) {
      const text = await unlessErrno(['ENOENT', 'ENOTDIR', 'EINVAL'], () => fs.readlink(`${top}${path}`))
      return text === undefined ? undefined : decodeClaim(text).unwrapOr(undefined)
    },
  }
}
