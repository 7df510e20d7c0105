import { err, type Result } from 'neverthrow'
import { type FileSystemId, parseFileSystemId } from '../../model/ids.js'
import type { MountedFileSystem } from '../directory-driver.js'
import type { DirectoryError } from '../directory-error.js'
import { toResult } from './errno.js'
import type { DirectoryHandle, PosixFs } from './fs.js'
import { mountIdOf } from './mount.js'

/** Reads which file system is mounted at the opened mount path, and closes it. */
export async function readMountedFileSystem(
  fs: PosixFs,
  mountPath: string,
  opened: Result<DirectoryHandle, DirectoryError>,
): Promise<Result<MountedFileSystem, DirectoryError>> {
  if (opened.isErr()) return err(opened.error)
  const root = opened.value
  return toResult(mountPath, async () => {
    try {
      const mountId = await mountIdOf(fs, root)
      const source = mountId && sourceIn(await fs.readText('/proc/self/mountinfo'), mountId)
      const fileSystemId = source === undefined ? undefined : fileSystemIdIn(source)
      return { mountPath, ...(source && { source }), ...(fileSystemId && { fileSystemId }) }
    } finally {
      await root.close()
    }
  })
}

/**
 * Source of a mount in the text of `/proc/self/mountinfo`; the last of several lines with one id.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
export function sourceIn(mountinfo: string, mountId: string): string | undefined {
  const line = mountinfo.split('\n').findLast((each) => each.startsWith(`${mountId} `))
  // After any number of optional fields: " - ", the type, the source.
  return / - \S+ (\S+)/.exec(line ?? '')?.[1]
}

/**
 * Id of the file system in a source such as `fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com:/`, with a zone in front of it
 * where one is named. Undefined for an IP address, for 127.0.0.1, where the mount helper listens, and for a name of one's
 * own.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
 */
export function fileSystemIdIn(source: string): FileSystemId | undefined {
  const [, id] = /^(?:[a-z0-9-]+\.)?(fs-[0-9a-f]+)\.efs\.[a-z0-9-]+\.[a-z0-9.-]+:\//.exec(source) ?? []
  return parseFileSystemId(id).unwrapOr(undefined)
}
