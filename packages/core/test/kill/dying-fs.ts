// System calls that are counted, and one at which the process kills itself.
import { nodeFs, type PosixFs } from '../../src/drivers/posix/fs.js'

const { KILL_AT: killAt = '0', KILL_WHEN: when = '' } = process.env

let calls = 0
async function counted<Value>(call: () => Promise<Value>): Promise<Value> {
  calls += 1
  const isLast = calls === Number(killAt)
  if (isLast && when === 'before') process.kill(process.pid, 'SIGKILL')
  const value = await call()
  if (isLast) process.kill(process.pid, 'SIGKILL')
  return value
}

export const dyingFs: PosixFs = {
  ...nodeFs,
  async open(path, flags) {
    const handle = await counted(() => nodeFs.open(path, flags))
    return {
      ...handle,
      chown: (uid, gid) => counted(() => handle.chown(uid, gid)),
      chmod: (mode) => counted(() => handle.chmod(mode)),
    }
  },
  mkdir: (path, mode) => counted(() => nodeFs.mkdir(path, mode)),
  rmdir: (path) => counted(() => nodeFs.rmdir(path)),
  lstat: (path) => counted(() => nodeFs.lstat(path)),
  symlink: (target, path) => counted(() => nodeFs.symlink(target, path)),
  readlink: (path) => counted(() => nodeFs.readlink(path)),
  rename: (from, to) => counted(() => nodeFs.rename(from, to)),
  unlink: (path) => counted(() => nodeFs.unlink(path)),
  readdir: (path) => counted(() => nodeFs.readdir(path)),
  isEmpty: (path) => counted(() => nodeFs.isEmpty(path)),
  openEntries: (path, batchSize) => counted(() => nodeFs.openEntries(path, batchSize)),
}

/** System calls so far. */
export const callsSoFar = () => calls
