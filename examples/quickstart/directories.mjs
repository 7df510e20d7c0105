// Directories of the function. As root it makes them in a real folder. Otherwise it invokes the directory function, as it
// does outside the VPC. That one is shipped code too, and keeps them in memory, since only root may chown.
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryDirectoryDriver } from '@studio-efs/testing'

/** Settings for the function, a listing as `ls` would show it, and a description in words. */
export function realDirectories() {
  const mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-quickstart-'))
  return {
    settings: { STUDIO_EFS_MOUNT_PATH: mountPath, STUDIO_EFS_MOUNT_POINT: 'not-required' },
    about: [`the file system is the folder ${mountPath}`],
    title: 'The directories, as ls shows them',
    list: () =>
      readdirSync(mountPath)
        .filter((name) => name !== '.studio-efs') // the claims, which only root can read
        .map((name) => ({ path: `/${name}`, ...attributesOf(join(mountPath, name)) }))
        .map(asLine),
    remove: () => rmSync(mountPath, { recursive: true, force: true }),
  }
}

export async function directoriesInMemory(fake, bundle) {
  const memory = memoryDirectoryDriver()
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const { createProvisionDirectories } = await import(bundle.href)
  fake.functions.register(
    'directories',
    createProvisionDirectories({ context: { directories: memory, logger: silent } }),
  )
  return {
    settings: { STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' },
    about: [
      'not run as root, so owners cannot be set: directories are kept in memory and shown as they would be;',
      'the function is the built bundle all the same, and asks the built directory function on the fake Lambda',
    ],
    title: 'The directories, as the memory driver keeps them',
    list: () => memory.entries().map(asLine),
    remove() {},
  }
}

function attributesOf(path) {
  const { uid, gid, mode } = lstatSync(path)
  return { uid, gid, mode }
}

function asLine({ path, uid, gid, mode }) {
  const bits = [...(mode & 0o777).toString(2).padStart(9, '0')].map((bit, at) => (bit === '1' ? 'rwx'[at % 3] : '-'))
  return `d${bits.join('')}  ${String(uid).padStart(6)} ${String(gid).padStart(5)}  ${path}`
}
