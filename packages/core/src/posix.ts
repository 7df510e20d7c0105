export type { MountPointRule } from './drivers/posix/mount.js'
export { type PosixDirectoryDriverOptions, posixDirectoryDriver } from './drivers/posix/posix-directory-driver.js'
