import type { FileSystemId } from '../model/ids.js'
import { StudioEfsError } from '../studio-efs-error.js'

/** Several EFS file systems are offered, and the input names none of them. */
export class FileSystemUnclearError extends StudioEfsError {
  readonly name = 'FileSystemUnclearError'
  readonly fileSystemIds: readonly FileSystemId[]

  constructor({
    subject,
    fileSystemIds,
  }: { readonly subject: string } & Pick<FileSystemUnclearError, 'fileSystemIds'>) {
    super({
      message: `${fileSystemIds.length} file systems are offered to ${subject}: ${fileSystemIds.join(', ')}.`,
      retryable: false,
      hint: 'Pass as fileSystemId the one to look at.',
    })
    this.fileSystemIds = fileSystemIds
  }
}
