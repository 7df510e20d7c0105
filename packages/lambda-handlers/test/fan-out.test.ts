import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { checkDefinition, type Definition, definitionIn, runStateMachine } from './cloudformation/run-state-machine.js'
import { deploy } from './cloudformation/stack.js'
import { domainId } from './studio.js'

async function fannedOut(parameters: Record<string, string | number> = {}) {
  const world = await deployed()
  const { stack, region } = world
  const given = { ListBucket: 'lists', ...parameters }
  const options = {
    name: 'fan-out',
    template: 'studio-efs-fanout.yaml',
    parameters: given,
    exports: stack.exports,
  } as const
  return { ...world, main: stack, fanOut: await deploy(region, options) }
}

interface MapState {
  readonly ItemBatcher: { readonly MaxItemsPerBatch: number }
  readonly ItemProcessor: { readonly StartAt: string; readonly States: object }
  readonly MaxConcurrency: number
}

/** The map without what only AWS does: reading the list from S3, batching it, writing the results. */
function localMap(definition: Definition): { readonly batchSize: number; readonly local: Definition } {
  const { Onboard } = definition.States as unknown as { readonly Onboard: MapState }
  const { ItemBatcher, ItemProcessor, MaxConcurrency } = Onboard
  const { StartAt, States } = ItemProcessor
  const state = { Type: 'Map', ItemsPath: '$.batches', MaxConcurrency, ItemProcessor: { StartAt, States }, End: true }
  const local = { StartAt: 'Onboard', States: { Onboard: state } } as unknown as Definition
  return { batchSize: ItemBatcher.MaxItemsPerBatch, local }
}

test('the definition is valid as it is, and would not be without its list', async () => {
  const definition = definitionIn((await fannedOut()).fanOut, 'Run')
  checkDefinition(definition)
  const { Onboard } = definition.States as unknown as { readonly Onboard: object }
  const broken = { ...definition, States: { Onboard: { ...Onboard, ItemReader: { Bucket: 'lists' } } } }
  expect(() => checkDefinition(broken as unknown as Definition)).toThrow()
})

test('a list of profiles is onboarded in batches', async () => {
  const { fanOut, profile, pathsOf } = await fannedOut({ BatchSize: 10 })
  const names = Array.from({ length: 35 }, (_, n) => `user-${n}`)
  for (const name of names) profile(name)
  const { batchSize, local } = localMap(definitionIn(fanOut, 'Run'))
  const items = names.map((userProfileName) => ({ domainId, userProfileName }))
  const batches = Array.from({ length: Math.ceil(35 / batchSize) }, (_, at) => ({
    Items: items.slice(at * batchSize, (at + 1) * batchSize),
  }))
  expect(await runStateMachine(fanOut, local, { batches })).toMatchObject(
    [10, 10, 10, 5].map((onboarded) => ({ onboarded, failed: 0 })),
  )
  expect(pathsOf()).toHaveLength(35)
})

test('a batch in which a profile fails is tried again, and then fails by its name', async () => {
  const { fanOut, profile, directories, pathsOf } = await fannedOut()
  for (const name of ['alice', 'bob']) profile(name)
  directories.plant('/bob', 'file')
  const { local } = localMap(definitionIn(fanOut, 'Run'))
  const batches = [{ Items: ['alice', 'bob'] }]
  await expect(runStateMachine(fanOut, local, { batches })).rejects.toThrow(/user profile d-science\/bob/)
  expect(fanOut.functionNamed('OnboardBatchFunction').registered.invocations).toHaveLength(5)
  expect(pathsOf()).toContain('/alice')
})
