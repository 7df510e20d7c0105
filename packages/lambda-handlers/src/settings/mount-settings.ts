import { InvalidInputError, quoteForMessage } from '@studio-efs/core/driver-kit'
import { err, ok } from 'neverthrow'
import { oneOfWords, withDefault } from './setting.js'

/** Where the function itself mounts the file system. */
export const mountSettings = {
  mountPath: withDefault(['STUDIO_EFS_MOUNT_PATH'], '/mnt/efs', (value, variable) =>
    value.startsWith('/')
      ? ok(value)
      : err(new InvalidInputError(variable, 'an absolute path such as /mnt/efs', quoteForMessage(value))),
  ),
  /** Whether it must be a mount point; `not-required` is for trying things out on a local directory. */
  mountPoint: withDefault(['STUDIO_EFS_MOUNT_POINT'], 'required', oneOfWords('required', 'not-required')),
}
