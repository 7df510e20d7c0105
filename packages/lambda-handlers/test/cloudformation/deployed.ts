import { CreateUserProfileCommand, DeleteUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DeliveryOptions, EventPattern } from '@studio-efs/testing'
import { domainId, studio } from '../studio.js'
import { definitionIn, runStateMachine } from './run-state-machine.js'
import { deploy } from './stack.js'
import type { JsonObject } from './template.js'

/** The stack of an administrator, in an account with one domain. */
export async function deployed(parameters: JsonObject = {}, world = studio()) {
  const { fake, directories, records } = world
  const given: JsonObject = { SageMakerDomainId: domainId, ...parameters }
  const region = { fake, directories, record: (line: string) => void records.push(JSON.parse(line)) }
  const stack = await deploy(region, { name: 'studio-efs', template: 'studio-efs.yaml', parameters: given })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (UserProfileName: string, DomainId: string = domainId) =>
    sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName }))
  const remove = (UserProfileName: string) =>
    sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }))
  /** EventBridge and Lambda as the template has them. */
  const deliver = (how: Omit<DeliveryOptions, 'pattern'> = {}) => {
    const pattern = stack.resource('UserProfileCreated')?.properties['EventPattern'] as EventPattern
    const { MaximumRetryAttempts } = stack.resource('OnUserProfileCreatedFailures')?.properties ?? {}
    const maximumRetryAttempts = MaximumRetryAttempts as 0 | 1 | 2
    const { handler } = stack.functionNamed('OnUserProfileCreatedFunction')
    return fake.deliverTo((event: unknown, context: never) => handler(event, context), {
      pattern,
      maximumRetryAttempts,
      ...how,
    })
  }
  const ours = (path: string) => ({
    EFSFileSystemConfig: { FileSystemId: String(stack.outputs['FileSystemId']), FileSystemPath: path },
  })
  const backfill = () => runStateMachine(stack, definitionIn(stack, 'BackfillRun'), {})
  return { ...world, stack, given, region, create, remove, deliver, ours, backfill }
}
