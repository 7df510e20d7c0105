import type { Timestamp, Transitional } from './record.js'

/** Status of a custom image and of its versions; a deleted one is gone. */
export type ImageStatus = 'CREATING' | 'CREATED' | 'CREATE_FAILED' | 'DELETING' | 'DELETE_FAILED'

/** Custom image in the state of the fake. */
export interface ImageRecord extends Transitional {
  readonly ImageArn: string
  readonly ImageName: string
  readonly RoleArn: string
  readonly DisplayName?: string
  readonly Description?: string
  ImageStatus: ImageStatus
  FailureReason?: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  readonly ordinal: number
  /** Number of the latest version that was ever created; numbers are not given twice. */
  latest: number
}

/** Version of a custom image in the state of the fake. */
export interface ImageVersionRecord extends Transitional {
  readonly ImageArn: string
  readonly ImageVersionArn: string
  /** From 1. */
  readonly Version: number
  readonly BaseImage: string
  readonly ContainerImage: string
  ImageVersionStatus: ImageStatus
  FailureReason?: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  readonly ordinal: number
  readonly aliases: readonly string[]
  readonly clientToken: string
  [other: string]: unknown
}

/** Configuration of an image for an app type, in the state of the fake. */
export interface AppImageConfigRecord {
  readonly AppImageConfigArn: string
  readonly AppImageConfigName: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  readonly ordinal: number
  KernelGatewayImageConfig?: object
  JupyterLabAppImageConfig?: object
  CodeEditorAppImageConfig?: object
}
