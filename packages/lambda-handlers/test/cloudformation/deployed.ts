import { CreateUserProfileCommand, DeleteUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DeliveryOptions, EventPattern } from '@studio-efs/testing'
import { expect } from 'vitest'
import { domainId, studio } from '../studio.js'
import type { OrganizationRules } from './iam.js'
import { queueOf } from './queue.js'
import { definitionIn, runStateMachine } from './run-state-machine.js'
import { deploy, type Stack } from './stack.js'
import type { JsonObject } from './template.js'

/** The parameters of the fan-out that are outputs of the other stack. */
export function fanOutParameters({ outputs }: Stack): JsonObject {
  const names = ['SageMakerDomainId', 'FileSystemId', 'Layout', 'SharedPath', 'ForeignDirectories', 'DirectoryFunction']
  return { ListBucket: 'lists', ...Object.fromEntries(names.map((name) => [name, outputs[name] ?? ''])) }
}

type World = ReturnType<typeof studio> & { readonly organization?: OrganizationRules }

/** The stack of an administrator, in an account with one domain. Short paths; `Layout: null` is the template's default. */
export async function deployed({ StackName = 'studio-efs', ...parameters }: JsonObject = {}, world: World = studio()) {
  const { fake, directories, records } = world
  const all = { SageMakerDomainId: domainId, Layout: '/{userProfileName}', ...parameters }
  const given: JsonObject = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
  const measured: Record<string, unknown>[] = []
  const region = {
    ...{ fake, directories, organization: world.organization ?? {} },
    record: (line: string) => void records.push(JSON.parse(line)),
    measured: (line: string) => void measured.push(JSON.parse(line)),
  }
  const stack = await deploy(region, { name: String(StackName), template: 'studio-efs.yaml', parameters: given })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (UserProfileName: string, DomainId: string = domainId) =>
    sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName }))
  const remove = (UserProfileName: string) =>
    sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }))
  /** Delivers events by EventBridge to a queue, and from there in batches, as the template sets them up. */
  const deliverBy =
    (ruleId: string, queueId: string) =>
    (how: Omit<DeliveryOptions, 'pattern'> = {}) => {
      const pattern = stack.resource(ruleId)?.properties['EventPattern'] as EventPattern
      const queue = queueOf(stack, fake.clock, queueId)
      const { dropped, stop, settled } = fake.deliverTo(async (event: unknown) => queue.send(event), {
        pattern,
        ...how,
      })
      const { deadLetters } = queue
      return { dropped, deadLetters, stop, settled: () => settled().then(queue.settled) }
    }
  const deliver = deliverBy('UserProfileCreated', 'NewProfiles')
  const deliverDeletions = deliverBy('UserProfileDeleted', 'DeletedProfiles')
  const entryFor = (path: string) => ({
    EFSFileSystemConfig: { FileSystemId: String(stack.outputs['FileSystemId']), FileSystemPath: path },
  })
  const backfill = (input: JsonObject = {}) => runStateMachine(stack, definitionIn(stack, 'BackfillRun'), input)
  /** Invokes the function with the schedule's input for the network. */
  const setNetworkRight = () => {
    const targets = stack.resource('Reconcile')?.properties['Targets'] as unknown as readonly JsonObject[]
    const { Input, Arn } = targets.find(({ Id }) => Id === 'Network') ?? {}
    expect(Arn).toBe(stack.resource('EnsureFileSystemFunction')?.attributes['Arn'])
    return stack.invoke('EnsureFileSystemFunction', JSON.parse(String(Input)))
  }
  const delivery = { deliver, deliverDeletions }
  return { ...world, ...delivery, measured, setNetworkRight, stack, given, region, create, remove, entryFor, backfill }
}
