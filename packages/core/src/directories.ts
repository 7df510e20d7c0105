export type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivedDirectory,
  ArchivePage,
  ArchiveStore,
  ClaimPage,
  ClaimPageSpec,
  HardLinkRule,
  ListedClaim,
  PageSpec,
  PurgeReceipt,
  PurgeSpec,
  RecoverySource,
  RestoreReceipt,
  RestoreSpec,
  ServerTime,
} from './drivers/archive-store.js'
export type {
  ClaimedDirectorySpec,
  ClaimedDirectoryState,
  ClaimReceipt,
  ClaimStore,
  FoundClaim,
  PreviousOwner,
  ReleaseReceipt,
  ReleaseSpec,
} from './drivers/claim-store.js'
export type { DirectoryDriver, MountedFileSystem } from './drivers/directory-driver.js'
export type { DirectoryError, Obstacle } from './drivers/directory-error.js'
export type {
  IdentityLedger,
  IdentityReceipt,
  IdentityReturnReceipt,
  IdentitySpec,
  IdentityUse,
  IdentityUseReceipt,
  UidRange,
} from './drivers/identities/identity-ledger.js'
export type {
  KnownDirectories,
  KnownDirectoriesPage,
  MeasureLimits,
  MeasureReceipt,
  MeasureSpec,
  UsageMeter,
} from './drivers/usage-meter.js'
export { unwrap } from './facade/unwrap.js'
export { boundedLogger, type Logger, type LogLevel } from './logger.js'
export { type Claim, type Generation, generationId, parseClaim } from './model/claim.js'
export type {
  ClaimOutcome,
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
export { type DirectoryMode, formatMode, modeBits, PRIVATE_MODE, parseDirectoryMode } from './model/directory-mode.js'
export { type FileSystemPath, parseFileSystemPath, ROOT_PATH, segmentsOf } from './model/file-system-path.js'
export { DEFAULT_POSIX_OWNER, type PosixOwner, parsePosixOwner } from './model/posix-owner.js'
export { type ArchiveName, parseArchiveName } from './model/state/archive-name.js'
export { STATE_PATH } from './model/state/state-path.js'
export type {
  KnownDirectory,
  PartialUsage,
  ScanPosition,
  Usage,
  UsageRecord,
  UsageTotals,
} from './model/usage/usage.js'
export { type Clock, systemClock } from './time/clock.js'
