import { LambdaClient } from '@aws-sdk/client-lambda'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { DirectoryConfiguration } from '../settings/directory-settings.js'

/** The driver that the environment asks for. */
export function directoriesFor({ directoryFunction, mountPath, mountPoint }: DirectoryConfiguration): DirectoryDriver {
  return directoryFunction === undefined
    ? posixDirectoryDriver({ mountPath, mountPoint })
    : lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: directoryFunction })
}
