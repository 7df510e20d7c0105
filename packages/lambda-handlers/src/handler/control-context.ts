import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { DirectoryConfiguration } from '../settings/configurations.js'

export { controlObservers } from './control-observers.js'

/** The context of a drop-in handler that changes profiles or domains. */
export function controlContext(configuration: DirectoryConfiguration) {
  return { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) }
}

function directoriesFor({ directoryFunction, mountPath, mountPoint }: DirectoryConfiguration): DirectoryDriver {
  return directoryFunction === undefined
    ? posixDirectoryDriver({ mountPath, mountPoint })
    : lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: directoryFunction })
}
