import { iamActions } from '@studio-efs/core'
import { describe, expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { deploy, type Stack } from './cloudformation/stack.js'
import { studio } from './studio.js'

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | readonly string[] }[] }
}

/** What the role of a function allows. */
function allowedTo(stack: Stack, functionId: string): readonly string[] {
  const { Policies } = stack.resource(functionId.replace(/Function$/, 'Role'))?.properties ?? {}
  const policies = Policies as unknown as readonly Policy[]
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => Action))
}

/** What is not a call of the function's code: Lambda's own needs, and what AWS demands for letting a call through. */
function isDependent(action: string): boolean {
  const entries = Object.values(iamActions)
    .flat()
    .filter((entry) => entry.action === action)
  return entries.length === 0 || entries.some(({ neededFor }) => neededFor !== undefined)
}

/** Profiles by event, backfill, replay and batch. */
async function privateDirectories(): Promise<readonly Stack[]> {
  const { stack, region, create, backfill, deliver } = await deployed()
  await create('alice')
  await backfill()
  const delivery = deliver()
  await create('bob')
  await delivery.settled()
  delivery.stop()
  await create('carol')
  await stack.invoke('ReplayFunction', {})
  const exports = stack.exports
  const options = { name: 'fan-out', template: 'studio-efs-fanout.yaml', exports } as const
  const fanOut = await deploy(region, { ...options, parameters: { ListBucket: 'lists' } })
  await create('dave')
  await fanOut.invoke('OnboardBatchFunction', { Items: ['dave'] })
  return [stack, fanOut]
}

function deletionOf(stack: Stack) {
  return {
    RequestType: 'Delete',
    ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer',
    ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'FileSystem' },
    PhysicalResourceId: stack.resource('FileSystem')?.physicalId,
    ResourceProperties: { DomainId: 'd-science', DataOnDelete: 'delete' },
  }
}

/** A domain without NFS groups whose file system is deleted again, and mount targets from which somebody took theirs. */
async function networks(): Promise<readonly Stack[]> {
  const bare = await deployed({ DataOnDelete: 'delete' }, studio({ undocumented: { nfsSecurityGroups: 'never' } }))
  await bare.create('alice')
  await bare.stack.invoke('EnsureFileSystemFunction', deletionOf(bare.stack))
  const { stack, given, fake } = await deployed()
  for (const target of fake.state.efs.mountTargets.values()) target.SecurityGroups = []
  await stack.update({ ...given, DataOnDelete: 'delete' })
  return [bare.stack, stack]
}

/** Six domains, which are more than a mount target has groups for, one of them in zones of its own. */
async function sharedDirectories(): Promise<readonly Stack[]> {
  const domain = await deployed({ Scenario: 'DomainShared' })
  await domain.create('alice')
  await domain.fake.clock.advance(60_000)
  await domain.stack.invoke('SetDomainDefaultFunction', {})
  const world = studio({ zones: [0] })
  for (const name of ['a', 'b', 'c', 'd']) world.neighbour(`d-${name}`)
  world.neighbour('d-far', [1, 2])
  const vpc = await deployed({ Scenario: 'VpcShared' }, world)
  await vpc.stack.invoke('ShareAcrossVpcDomainsFunction', {})
  return [domain.stack, vpc.stack]
}

const stacks = [...(await privateDirectories()), ...(await networks()), ...(await sharedDirectories())]
const functionIds = [
  ...new Set(stacks.flatMap((stack) => stack.resources('AWS::Lambda::Function').map(([functionId]) => functionId))),
]
const ofAll = (functionId: string, what: (stack: Stack) => Iterable<string>) =>
  new Set(stacks.filter((stack) => stack.resource(functionId) !== undefined).flatMap((stack) => [...what(stack)]))

describe('the role of a function allows every call that it makes, and no other', () => {
  test.each(functionIds)('%s', (functionId) => {
    const made = ofAll(functionId, (stack) => stack.callsOf(functionId))
    const allowed = ofAll(functionId, (stack) => allowedTo(stack, functionId))
    expect([...made].filter((call) => !allowed.has(call))).toEqual([])
    expect([...allowed].filter((action) => !made.has(action) && !isDependent(action))).toEqual([])
  })
})
