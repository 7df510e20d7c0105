import { StudioEfsError } from '../studio-efs-error.js'
import type { FileSystemId } from './ids.js'
import type { VpcId } from './network.js'

/** A file system's mount targets all lie in one VPC, and these lie in another one than the domain. */
export class FileSystemInOtherVpcError extends StudioEfsError {
  readonly name = 'FileSystemInOtherVpcError'
  readonly fileSystemId: FileSystemId
  readonly fileSystemVpcId: VpcId
  readonly vpcId: VpcId

  constructor({
    fileSystemId,
    fileSystemVpcId,
    vpcId,
  }: Pick<FileSystemInOtherVpcError, 'fileSystemId' | 'fileSystemVpcId' | 'vpcId'>) {
    super({
      message: `${fileSystemId} has its mount targets in ${fileSystemVpcId}, and the domain is in ${vpcId}.`,
      retryable: false,
      hint: 'Name a file system of that VPC; ensureFileSystemForDomain without fileSystemId finds or makes it.',
    })
    this.fileSystemId = fileSystemId
    this.fileSystemVpcId = fileSystemVpcId
    this.vpcId = vpcId
  }
}
