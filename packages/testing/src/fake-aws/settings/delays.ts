/** Time that a resource stays in each transitional status, in milliseconds of the fake's clock. */
export interface Delays {
  /** Default 115,000. */
  readonly createDomain: number
  /** Default 3,000. */
  readonly updateDomain: number
  /** Default 3,000. */
  readonly deleteDomain: number
  /** Default 4,000. */
  readonly createUserProfile: number
  /** Default 2,000. */
  readonly updateUserProfile: number
  /** Default 3,000. */
  readonly deleteUserProfile: number
  /** Default 4,000. */
  readonly createSpace: number
  /** Default 2,000. */
  readonly updateSpace: number
  /** Default 3,000. */
  readonly deleteSpace: number
  /** Default 20,000. */
  readonly createApp: number
  /** Default 10,000. */
  readonly deleteApp: number
  /** Default 5,000. */
  readonly createImage: number
  /** Default 3,000. */
  readonly deleteImage: number
  /** Default 10,000. */
  readonly createImageVersion: number
  /** Default 3,000. */
  readonly deleteImageVersion: number
  /** Default 5,000. */
  readonly createFileSystem: number
  /** Default 5,000. */
  readonly updateFileSystem: number
  /** Default 5,000. */
  readonly deleteFileSystem: number
  /** Default 90,000. */
  readonly createMountTarget: number
  /** Default 30,000. */
  readonly deleteMountTarget: number
  /** Default 2,000. */
  readonly createAccessPoint: number
  /** Default 2,000. */
  readonly deleteAccessPoint: number
  /** From `ENABLING` to `ENABLED` and from `DISABLING` to `DISABLED`. Default 2,000. */
  readonly putBackupPolicy: number
  /** From `PENDING` over `RUNNING` to `COMPLETED`. Default 60,000. */
  readonly startRestoreJob: number
}

export const defaultDelays: Delays = {
  createDomain: 115_000,
  updateDomain: 3_000,
  deleteDomain: 3_000,
  createUserProfile: 4_000,
  updateUserProfile: 2_000,
  deleteUserProfile: 3_000,
  createSpace: 4_000,
  updateSpace: 2_000,
  deleteSpace: 3_000,
  createApp: 20_000,
  deleteApp: 10_000,
  createImage: 5_000,
  deleteImage: 3_000,
  createImageVersion: 10_000,
  deleteImageVersion: 3_000,
  createFileSystem: 5_000,
  updateFileSystem: 5_000,
  deleteFileSystem: 5_000,
  createMountTarget: 90_000,
  deleteMountTarget: 30_000,
  createAccessPoint: 2_000,
  deleteAccessPoint: 2_000,
  putBackupPolicy: 2_000,
  startRestoreJob: 60_000,
}
