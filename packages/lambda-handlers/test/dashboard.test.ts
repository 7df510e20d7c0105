import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import type { Stack } from './cloudformation/stack.js'
import { role, studio } from './studio.js'

interface Widget {
  readonly type: 'text' | 'alarm' | 'metric' | 'log'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: {
    readonly alarms?: readonly string[]
    readonly metrics?: readonly (readonly (string | object)[])[]
    readonly query?: string
  }
}

function widgetsOf(stack: Stack): readonly Widget[] {
  const [[, dashboard] = []] = stack.resources('AWS::CloudWatch::Dashboard')
  return JSON.parse(String(dashboard?.properties['DashboardBody'])).widgets
}

/** Dimensions of each metric, with its name: `["AWS/SQS", "Depth", "QueueName", "q"]` is `[["AWS/SQS", "Depth"], [["QueueName", "q"]]]`. */
function metricsOf(widgets: readonly Widget[]) {
  return widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map((metric) => {
      const [namespace = '', name = '', ...rest] = metric.filter((part) => typeof part === 'string')
      const dimensions = rest.flatMap((key, n) => (n % 2 === 0 ? [[key, rest[n + 1] ?? ''] as const] : []))
      return { namespace, name, dimensions }
    }),
  )
}

/** The kind of resource that a dimension names. */
const TYPES: Readonly<Record<string, string>> = {
  QueueName: 'AWS::SQS::Queue',
  FunctionName: 'AWS::Lambda::Function',
  RuleName: 'AWS::Events::Rule',
  StateMachineArn: 'AWS::StepFunctions::StateMachine',
}

function namesOf(stack: Stack, dimension: string): readonly string[] {
  const given: Readonly<Record<string, readonly unknown[]>> = {
    FileSystemId: [stack.outputs['FileSystemId']],
    Stack: ['studio-efs'],
    StorageClass: ['Total'],
  }
  const made = stack.resources(TYPES[dimension] ?? '').map(([, { physicalId }]) => physicalId)
  return [...made, ...(given[dimension] ?? []).map(String)]
}

function valueAt(record: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], record)
}

function expectToFit(stack: Stack, records: readonly Record<string, unknown>[]): void {
  const widgets = widgetsOf(stack)
  for (const [n, a] of widgets.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(24)
    for (const b of widgets.slice(n + 1))
      expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
  }
  for (const { dimensions } of metricsOf(widgets))
    for (const [key, value] of dimensions) expect(namesOf(stack, key)).toContain(value)
  const alarms = stack.resources('AWS::CloudWatch::Alarm').map(([, { attributes }]) => attributes['Arn'])
  expect(widgets.flatMap(({ properties }) => properties.alarms ?? []).sort()).toEqual(alarms.sort())
  const logs = stack.resources('AWS::Logs::LogGroup').map(([, { physicalId }]) => physicalId)
  for (const {
    properties: { query },
  } of widgets) {
    if (query === undefined) continue
    for (const [, source] of query.matchAll(/SOURCE '([^']*)'/g)) expect(logs).toContain(source)
    const statistics = [...query.matchAll(/latest\((\w+)\)|by (\w+) \|/g)].map(([, value, name]) => value ?? name)
    const [, list = statistics.join(', ')] = /\| fields ([^|]*)/.exec(query) ?? []
    const fields = list
      .trim()
      .split(', ')
      .filter((field) => field !== '@timestamp')
    expect(fields).not.toEqual([''])
    const absent = fields.filter((field) => records.every((record) => valueAt(record, field) === undefined))
    expect(absent).toEqual([])
  }
}

test('the dashboard of private directories shows what the stack has, and counts what its functions did', async () => {
  const world = await deployed({ UsageSchedule: 'rate(7 days)' })
  const { stack, given, fake, directories, create, remove, backfill, sweep, measure, measured, records } = world
  directories.plant('/mallory', 'symbolic link')
  const throttle = { kind: 'throttle' } as const
  for (const name of ['alice', 'bob', 'mallory']) await create(name)
  await fake.clock.advance(500)
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: { probability: 1 },
    times: 2,
    fault: throttle,
  })
  await backfill().catch(() => undefined)
  const { _aws, ...counts } = measured.at(-1) ?? {}
  expect(counts).toEqual({ Stack: 'studio-efs', Onboarded: 2, Unchanged: 0, Failed: 1, Throttled: 2 })
  await backfill().catch(() => undefined)
  expect(measured.at(-1)).toMatchObject({ Onboarded: 0, Unchanged: 2, Failed: 1, Throttled: 0 })
  await stack.invoke('BackfillFunction', { unknown: true }).catch(() => undefined)
  expect(measured.at(-1)).toMatchObject({ Throttled: 0 })

  for (let n = 0; n < 6; n += 1) await create(`user-${n}`)
  await fake.clock.advance(500)
  await backfill().catch(() => undefined)
  await fake.clock.advance(600_000)
  for (let n = 0; n < 6; n += 1) await remove(`user-${n}`)
  await fake.clock.advance(60_000)
  await expect(sweep()).rejects.toThrow(/nothing was archived/)
  expect(measured.at(-1)).toMatchObject({ Archived: 0, Failed: 0, Held: 1, Throttled: 0 })
  await sweep({ maxShare: 1 })
  expect(measured.at(-1)).toMatchObject({ Archived: 6, Held: 0 })
  await measure()
  expect(measured.at(-1)).toMatchObject({ Throttled: 0 })
  expect(records.filter(({ message }) => message === 'usage of a user')).toMatchObject(
    ['alice', 'bob'].map((userProfileName) => ({ userProfileName, bytes: expect.any(Number) })),
  )
  expectToFit(stack, records)
  const shown = metricsOf(widgetsOf(stack)).filter(({ namespace }) => namespace === 'StudioEfs')
  const names = ['Onboarded', 'Unchanged', 'Failed', 'Throttled']
  expect(shown.map(({ name }) => name)).toEqual([...names, 'Archived', 'Held'])
  expect(_aws).toEqual({
    Timestamp: expect.any(Number),
    CloudWatchMetrics: [
      { Namespace: 'StudioEfs', Dimensions: [['Stack']], Metrics: names.map((Name) => ({ Name, Unit: 'Count' })) },
    ],
  })
  expect(shown.map(({ dimensions }) => dimensions)).toEqual(shown.map(() => [['Stack', 'studio-efs']]))

  await stack.update({ ...given, ArchiveLeavers: 'off', UsageSchedule: '' })
  expectToFit(stack, records)
})

test.each([
  ['DomainShared', 'SetDomainDefaultFunction'],
  ['VpcShared', 'ShareAcrossVpcDomainsFunction'],
])('the dashboard of %s shows what the stack has', async (Scenario, functionId) => {
  const { stack, measured, records } = await deployed({ Scenario, SpaceRoleArns: role }, studio())
  await stack.invoke(functionId, {})
  await stack.invoke(functionId, { unknown: true }).catch(() => undefined)
  expect(measured).toMatchObject([{ Throttled: 0 }, { Throttled: 0 }])
  expectToFit(stack, records)
})

test.each([
  ['PrivateDirectories', 'new', 'NewSpacesFunction'],
  ['DomainShared', 'all', 'SpacesFunction'],
])('the dashboard of %s with MountInSpaces=%s counts spaces', async (Scenario, MountInSpaces, functionId) => {
  const { stack, measured } = await deployed({ Scenario, MountInSpaces }, studio())
  await stack.invoke(functionId, functionId === 'SpacesFunction' ? {} : { Records: [] })
  const { _aws: _, ...counts } = measured.at(-1) ?? {}
  expect(counts).toEqual({ Stack: 'studio-efs', SpacesAttached: 0, SpacesWaiting: 0, Failed: 0, Throttled: 0 })
  const widgets = widgetsOf(stack)
  const shown = metricsOf(widgets).filter(({ name }) => name.startsWith('Spaces'))
  expect(shown.map(({ name }) => name)).toEqual(['SpacesAttached', 'SpacesWaiting'])
  const alarms = stack.resources('AWS::CloudWatch::Alarm').map(([, { attributes }]) => attributes['Arn'])
  expect(widgets.flatMap(({ properties }) => properties.alarms ?? []).sort()).toEqual(alarms.sort())
})
