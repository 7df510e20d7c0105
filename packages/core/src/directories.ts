export type { DirectoryDriver } from './drivers/directory-driver.js'
export {
  type DirectoryError,
  MountPathMissingError,
  NotADirectoryError,
  NotMountedError,
  type Obstacle,
} from './drivers/directory-error.js'
export { planDirectory } from './drivers/directory-plan.js'
export { type AnswerOptions, answerDirectoryRequest } from './drivers/lambda/answer.js'
export type { WireError } from './drivers/lambda/wire-error.js'
export type { DirectoryReply, WireResult } from './drivers/lambda/wire-reply.js'
export type { DirectoryRequest } from './drivers/lambda/wire-request.js'
export { inBatchOrder, stepsTo } from './drivers/paths.js'
export type { MountPointRule } from './drivers/posix/mount.js'
export { type PosixDirectoryDriverOptions, posixDirectoryDriver } from './drivers/posix/posix-directory-driver.js'
export { writableParentsOf } from './drivers/writable-parents.js'
export { InvalidInputError, StudioEfsError } from './errors.js'
export type { Logger } from './logger.js'
export type {
  DirectoryOutcome,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  WritableParent,
} from './model/directory.js'
export { parseDirectoryMode } from './model/directory-mode.js'
export { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from './model/file-system-path.js'
export { show as showValue } from './model/parse/parse-text.js'
export { DEFAULT_POSIX_OWNER, type PosixOwner, parsePosixOwner } from './model/posix-owner.js'
export { type Clock, systemClock } from './time/clock.js'
