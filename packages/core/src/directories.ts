export type { DirectoryDriver } from './drivers/directory-driver.js'
export type { DirectoryError, Obstacle } from './drivers/directory-error.js'
export type { Logger } from './logger.js'
export type {
  DirectoryOutcome,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  ForeignDirectories,
  ParentDirectory,
  WritableParent,
} from './model/directory.js'
export {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  type DirectoryNameCase,
  parseDirectoryLayout,
  separatesDomains,
} from './model/directory-layout.js'
export { type DirectoryMode, formatMode, PRIVATE_MODE, parseDirectoryMode } from './model/directory-mode.js'
export { type FileSystemPath, parseFileSystemPath, ROOT_PATH, segmentsOf } from './model/file-system-path.js'
export { DEFAULT_POSIX_OWNER, type PosixOwner, parsePosixOwner } from './model/posix-owner.js'
export { type Clock, systemClock } from './time/clock.js'
export { unwrap } from './unwrap.js'
