import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import type { DirectoryConfiguration } from '../settings/configurations.js'

/** The context of a drop-in handler that changes profiles or domains. */
export async function controlContext(configuration: DirectoryConfiguration) {
  return { sagemaker: new SageMakerClient({}), directories: await directoriesFor(configuration) }
}

/** Loads the POSIX driver only where the file system is mounted: the template's functions reach it through another function. */
export async function directoriesFor(configuration: DirectoryConfiguration): Promise<DirectoryDriver> {
  const { directoryFunction, mountPath, mountPoint } = configuration
  if (directoryFunction !== undefined)
    return lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: directoryFunction })
  const { posixDirectoryDriver } = await import('@studio-efs/core/posix')
  return posixDirectoryDriver({ mountPath, mountPoint })
}
