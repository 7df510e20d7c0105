import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { fakeStudio } from './fake-studio.js'
import type { Options } from './options.js'

/** Context of the run, and the end of its connections. */
export interface Connection {
  readonly context: { readonly sagemaker: SageMakerClient; readonly directories: DirectoryDriver }
  close(): Promise<void>
}

const FAKE_PROFILES = 60

/** Connects to the account of the AWS SDK's credentials, or to a fake one. */
export async function connect(options: Options): Promise<Connection> {
  const { fake } = options
  if (fake !== undefined) return fakeStudio(typeof fake === 'number' ? fake : FAKE_PROFILES)
  const region = options.region === undefined ? {} : { region: options.region }
  const sagemaker = new SageMakerClient(region)
  return { context: { sagemaker, directories: directoriesOf(options, region) }, close: async () => sagemaker.destroy() }
}

function directoriesOf({ mountPath, directoryFunction }: Options, region: { readonly region?: string }) {
  if (directoryFunction !== undefined)
    return lambdaDirectoryDriver({ lambda: new LambdaClient(region), functionName: directoryFunction })
  return posixDirectoryDriver({ mountPath: mountPath ?? '' })
}
