import { expect, test } from 'vitest'
import { deployed, fanOutParameters } from './cloudformation/deployed.js'
import { isAllowed } from './cloudformation/iam.js'
import { checkDefinition, type Definition, definitionIn, runStateMachine } from './cloudformation/run-state-machine.js'
import { deploy } from './cloudformation/stack.js'
import { domainId } from './studio.js'

async function fannedOut(parameters: Record<string, string | number> = {}) {
  const world = await deployed()
  const { stack, region } = world
  const options = { name: 'fan-out', template: 'studio-efs-fanout.yaml' } as const
  const fanOut = await deploy(region, { ...options, parameters: { ...fanOutParameters(stack), ...parameters } })
  return { ...world, main: stack, fanOut }
}

interface MapState {
  readonly ItemBatcher: { readonly MaxItemsPerBatch: number }
  readonly ItemProcessor: { readonly StartAt: string; readonly States: object }
  readonly MaxConcurrency: number
  readonly ToleratedFailurePercentage: number
}

/** The map without AWS's part of it: reading the list from S3, batching it, writing the results. */
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

/** Runs the batches; returns the percentage of items that failed, as Step Functions counts them. */
async function failedPercentage(world: Awaited<ReturnType<typeof fannedOut>>, names: readonly string[]) {
  const { batchSize, local } = localMap(definitionIn(world.fanOut, 'Run'))
  let failed = 0
  for (let at = 0; at < names.length; at += batchSize) {
    const Items = names.slice(at, at + batchSize)
    await runStateMachine(world.fanOut, local, { batches: [{ Items }] }).catch(() => {
      failed += Items.length
    })
  }
  return (100 * failed) / names.length
}

const invocationsOf = ({ fanOut }: Awaited<ReturnType<typeof fannedOut>>) =>
  fanOut.functionNamed('OnboardBatchFunction').registered.invocations.length

test('a profile that fails for good is named in the results, costs one try, and fails nothing else', async () => {
  const world = await fannedOut()
  const names = Array.from({ length: 20 }, (_, n) => `user-${n}`)
  for (const name of names) world.profile(name)
  world.directories.plant('/user-7', 'file')
  expect(await failedPercentage(world, names)).toBe(0)
  expect([invocationsOf(world), world.pathsOf().length]).toEqual([2, 20])
  expect(world.records.filter(({ failed }) => Number(failed) > 0)).toMatchObject([
    { failures: [{ what: `user profile ${domainId}/user-7`, error: 'NotADirectoryError' }] },
  ])
})

test('by default, a batch of a hundred profiles that stays undone is tolerated, and two are not', async () => {
  const world = await fannedOut()
  const { ToleratedFailurePercentage } = (definitionIn(world.fanOut, 'Run').States as never)['Onboard'] as MapState
  const names = Array.from({ length: 100 }, (_, n) => `user-${n}`)
  for (const name of names) world.profile(name)
  const { NotMountedError } = await import('@studio-efs/core/errors')
  const busy = Object.assign(new NotMountedError({ mountPath: '/mnt/efs' }), { retryable: true })
  world.directories.failOn('/user-7', busy)
  const one = await failedPercentage(world, names)
  expect([one <= ToleratedFailurePercentage, invocationsOf(world)]).toEqual([true, 9 + 5])
  world.directories.failOn('/user-77', busy)
  expect(await failedPercentage(world, names)).toBeGreaterThan(ToleratedFailurePercentage)
}, 30_000)

test('a batch of which nothing can be done fails by its name, without another try', async () => {
  const world = await fannedOut()
  for (const name of ['alice', 'bob']) {
    world.profile(name)
    world.directories.plant(`/${name}`, 'file')
  }
  const { local } = localMap(definitionIn(world.fanOut, 'Run'))
  const batches = [{ Items: ['alice', 'bob'] }]
  await expect(runStateMachine(world.fanOut, local, { batches })).rejects.toThrow(/user profile d-science\/bob/)
  expect(invocationsOf(world)).toBe(1)
})

test('the run may read its list and write its results in parts, and nothing else of the bucket', async () => {
  const { fanOut } = await fannedOut({ ListKmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' })
  const may = (action: string, resource: string) =>
    isAllowed(fanOut.statementsOf('RunRole'), {
      action,
      resource,
      context: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'aws:ResourceAccount': '111122223333' },
    })
  const results = 'arn:aws:s3:::lists/studio-efs/results/run/SUCCEEDED_0.json'
  for (const action of ['PutObject', 'GetObject', 'ListMultipartUploadParts', 'AbortMultipartUpload'])
    expect(may(`s3:${action}`, results)).toBe(true)
  expect(may('s3:GetObject', 'arn:aws:s3:::lists/studio-efs/profiles.csv')).toBe(true)
  expect(may('s3:GetObject', 'arn:aws:s3:::lists/salaries.csv')).toBe(false)
  expect(may('kms:GenerateDataKey', 'arn:aws:kms:eu-west-1:111122223333:key/1')).toBe(true)
})

interface Metric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
}

/** The metrics that the alarm adds up, each written as one text. */
function alarmedBy({ fanOut }: Awaited<ReturnType<typeof fannedOut>>): readonly string[] {
  const { Metrics } = fanOut.resource('UndoneBatchesAlarm')?.properties ?? {}
  const metrics = Metrics as unknown as readonly {
    readonly Id: string
    readonly Expression?: string
    readonly MetricStat?: { readonly Metric: Metric }
  }[]
  const { Expression = '' } = metrics.find((metric) => metric.Expression !== undefined) ?? {}
  return metrics.flatMap(({ Id, MetricStat }) => {
    if (MetricStat === undefined || !Expression.includes(`FILL(${Id}, 0)`)) return []
    const { Namespace, MetricName, Dimensions = [] } = MetricStat.Metric
    return [[Namespace, MetricName, ...Dimensions.map(({ Value }) => Value)].join('/')]
  })
}

test('the alarm hears of every batch that left something undone, and of no other', async () => {
  const world = await fannedOut()
  const { fanOut, profile, directories, records } = world
  const functionName = fanOut.resource('OnboardBatchFunction')?.physicalId
  const filter = fanOut.resource('PartialBatches')?.properties as unknown as {
    readonly FilterPattern: string
    readonly MetricTransformations: readonly [{ readonly MetricNamespace: string; readonly MetricName: string }]
  }
  const [{ MetricNamespace, MetricName }] = filter.MetricTransformations
  for (const name of ['alice', 'bob']) profile(name)
  directories.plant('/bob', 'file')
  /** CloudWatch counts an invocation by the word in its log, and if it failed, whatever it logs then. */
  const heard = async (event: unknown) => {
    const failed = await fanOut.invoke('OnboardBatchFunction', event).then(
      () => false,
      () => true,
    )
    const record = JSON.stringify(records.findLast(({ handler }) => handler === 'onboard-batch'))
    const counted = [
      ...(failed ? [`AWS/Lambda/Errors/${functionName}`] : []),
      ...(record.includes(filter.FilterPattern) ? [`${MetricNamespace}/${MetricName}`] : []),
    ]
    return counted.filter((metric) => alarmedBy(world).includes(metric)).length
  }
  expect(await heard({ Items: ['alice'] })).toBe(0)
  for (const event of [{ Items: ['alice', 'bob'] }, { Items: ['bob'] }, { Items: 'nonsense' }])
    expect(await heard(event)).toBe(1)
})

test('the alarm hears of a batch that ran out of time or memory, or could not be begun, of which the log has no record', async () => {
  const world = await fannedOut()
  const functionName = world.fanOut.resource('OnboardBatchFunction')?.physicalId
  for (const metric of ['Errors', 'Throttles'])
    expect(alarmedBy(world)).toContain(`AWS/Lambda/${metric}/${functionName}`)
})
