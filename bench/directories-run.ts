// Makes 1,000 directories in a new process, once: with the POSIX driver, or with a bare loop that awaits each call.
// Prints the milliseconds of wall-clock and of processor time.
import { chmod, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DirectorySpec, type FileSystemPath, type PosixOwner, PRIVATE_MODE } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'

const DIRECTORIES = 1_000
const [program, directory = '', uid, gid] = process.argv.slice(2)
const owner = { uid: Number(uid), gid: Number(gid) } as PosixOwner
const names = Array.from({ length: DIRECTORIES }, (_, i) => `user-${i}`)

async function withDriver(): Promise<void> {
  const driver = posixDirectoryDriver({ mountPath: directory, mountPoint: 'not-required' })
  const specs = names.map((name): DirectorySpec => ({ path: `/${name}` as FileSystemPath, owner, mode: PRIVATE_MODE }))
  const results = await driver.ensureDirectories(specs)
  const wrong = results.find((result) => result.isErr() || result.value.outcome !== 'created')
  if (wrong !== undefined) throw new Error(`Not created: ${JSON.stringify(wrong)}`)
}

async function withBareLoop(): Promise<void> {
  for (const name of names) {
    const path = join(directory, name)
    await mkdir(path, { mode: PRIVATE_MODE })
    await chown(path, owner.uid, owner.gid)
    await chmod(path, PRIVATE_MODE)
  }
}

const [start, before] = [performance.now(), process.cpuUsage()]
await (program === 'driver' ? withDriver() : withBareLoop())
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ wallMs: performance.now() - start, cpuMs: (user + system) / 1_000 }))
