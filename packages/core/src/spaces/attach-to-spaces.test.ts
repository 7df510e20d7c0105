import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { callsTo, countBy, outcomesOf } from '../../test/many.js'
import { lustreMount, ours, spacesWorld } from '../../test/spaces.js'
import { domainId, fileSystemId } from '../../test/studio.js'
import type { AttachToSpacesInput } from '../index.js'

const ref = (spaceName: string) => ({ domainId, spaceName })

async function attachOne(world: ReturnType<typeof spacesWorld>, more: Partial<AttachToSpacesInput> = {}) {
  const [outcome] = await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, ...more }))
  return outcome
}

describe('a stopped space', () => {
  test('lists the file system beside what it had, and nothing but the list is sent', async () => {
    const world = spacesWorld()
    world.space('lab', { settings: { SpaceStorageSettings: { EbsStorageSettings: { EbsVolumeSizeInGb: 50 } } } })
    const outcome = await attachOne(world)
    expect(outcome).toEqual({
      outcome: 'attached',
      space: ref('lab'),
      changes: [
        {
          kind: 'space-file-systems',
          action: 'update',
          ...ref('lab'),
          edits: [{ action: 'add', fileSystem: ours }],
          before: [lustreMount],
          after: [lustreMount, ours],
        },
      ],
    })
    expect(world.mounts('lab')).toEqual([lustreMount, ours])
    expect(world.writes()).toMatchObject([
      { operation: 'UpdateSpace', input: { SpaceSettings: { CustomFileSystems: [lustreMount, ours] } } },
    ])
    expect(Object.keys(Object(world.writes()[0]?.input).SpaceSettings)).toEqual(['CustomFileSystems'])
  })

  test('a second run changes nothing, a dry run writes nothing', async () => {
    const world = spacesWorld()
    world.space('lab')
    const dry = await attachOne(world, { dryRun: true })
    expect(world.writes()).toEqual([])
    expect(await attachOne(world)).toEqual(dry)
    await world.fake.clock.advance(5000)
    expect(await attachOne(world)).toEqual({ outcome: 'unchanged', space: ref('lab') })
    expect(world.writes()).toHaveLength(1)
  })

  test('takes what the domain offers while its profile lists nothing', async () => {
    const world = spacesWorld({
      offered: [],
      domainSettings: { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/_shared')] },
    })
    world.space('lab', { settings: { CustomFileSystems: [] } })
    expect(await attachOne(world)).toMatchObject({ outcome: 'attached' })
  })

  test('waits until it and its profile are ready', async () => {
    const world = spacesWorld()
    const space = world.space('lab')
    const alice = world.profile('alice', { CustomFileSystemConfigs: [efsEntry(fileSystemId)] })
    space.Status = 'Updating'
    space.SpaceSettings = { AppType: 'JupyterLab' }
    alice.Status = 'Updating'
    world.fake.later(5000, () => {
      space.Status = 'InService'
    })
    world.fake.later(10_000, () => {
      alice.Status = 'InService'
    })
    expect(await attachOne(world)).toMatchObject({ outcome: 'attached' })
    expect(callsTo(world.fake, 'UpdateSpace')).toHaveLength(1)
  })
})

describe('a space that is left as it is says why:', () => {
  test('its profile does not offer the file system, or its domain for shared spaces', async () => {
    const world = spacesWorld({ offered: [efsEntry('fs-0bbbbbbbbbbbbbbbb')] })
    world.space('lab', { settings: { CustomFileSystems: [] } })
    world.space('together', { owner: '', settings: { CustomFileSystems: [] } })
    const outcomes = await outcomesOf(world.studioEfs.attachToSpaces(world.input))
    expect(countBy(outcomes, ({ outcome }) => outcome)).toEqual({ 'not-offered': 2 })
    expect(outcomes.map((each) => ('detail' in each ? each.detail : '')).sort()).toEqual([
      `domain ${domainId}, for shared spaces, does not offer ${fileSystemId} to space ${domainId}/together`,
      `user profile ${domainId}/alice does not offer ${fileSystemId} to space ${domainId}/lab`,
    ])
    expect(world.writes()).toEqual([])
  })

  test.each([
    ['limit', { CustomFileSystems: Array(5).fill(lustreMount) }],
    ['unsupported-app', { AppType: 'KernelGateway' }],
    ['unsupported-app', { AppType: undefined }],
    ['unified-studio', { SpaceManagedResources: 'ENABLED' }],
  ])('%s', async (outcome, settings) => {
    const world = spacesWorld()
    world.space('lab', { settings })
    expect(await attachOne(world)).toMatchObject({ outcome, space: ref('lab'), detail: expect.any(String) })
    expect(world.writes()).toEqual([])
  })

  test('a space of Unified Studio is attached when it is named', async () => {
    const world = spacesWorld()
    world.space('default-1234', { settings: { SpaceManagedResources: 'ENABLED' } })
    expect(await attachOne(world, { spaceNames: ['default-1234'] })).toMatchObject({ outcome: 'attached' })
  })

  test('it is being deleted, or gone', async () => {
    const world = spacesWorld()
    world.space('lab').Status = 'Delete_Failed'
    const outcomes = await outcomesOf(
      world.studioEfs.attachToSpaces({ ...world.input, spaceNames: ['lab', 'nothing-there'] }),
    )
    expect(outcomes.map((each) => 'reason' in each && each.reason).sort()).toEqual(['not-found', 'unusable'])
  })
})

describe('an app that runs', () => {
  const spec = { InstanceType: 'ml.g5.xlarge', SageMakerImageArn: 'arn:aws:sagemaker:eu-west-1:111122223333:image/own' }

  test.each(['InService', 'Pending'] as const)('is never stopped unless asked: %s', async (Status) => {
    const world = spacesWorld()
    world.space('lab')
    world.app('lab', { Status })
    const outcome = await attachOne(world)
    expect(outcome).toMatchObject({ outcome: 'waits-for-stop', apps: [{ appType: 'JupyterLab', status: Status }] })
    expect(world.writes()).toEqual([])
  })

  test('started between the look and the update, SageMaker refuses, and the space waits', async () => {
    const world = spacesWorld()
    world.space('lab')
    world.fake.inject({
      service: 'sagemaker',
      operation: 'UpdateSpace',
      when: 'next',
      fault: { kind: 'third-party', change: () => void world.app('lab') },
    })
    expect(await attachOne(world)).toMatchObject({ outcome: 'waits-for-stop' })
    expect(world.mounts('lab')).toEqual([lustreMount])
  })

  test('that is being deleted is waited for', async () => {
    const world = spacesWorld()
    world.space('lab')
    const app = world.app('lab', { Status: 'Deleting' })
    world.fake.later(5000, () => {
      app.Status = 'Deleted'
    })
    expect(await attachOne(world)).toMatchObject({ outcome: 'attached' })
  })

  test('is stopped with stop, and the space attached', async () => {
    const world = spacesWorld()
    world.space('lab')
    const app = world.app('lab')
    const outcome = await attachOne(world, { running: 'stop' })
    expect(outcome).toMatchObject({
      outcome: 'attached',
      changes: [{ kind: 'app', action: 'stop' }, { kind: 'space-file-systems' }],
    })
    expect(app.Status).toBe('Deleted')
    expect(world.writes().map(({ operation }) => operation)).toEqual(['DeleteApp', 'UpdateSpace'])
    expect(world.fake.state.sagemaker.spaces.size).toBe(1)
  })

  test('is started again with restart, with the instance and image that it had', async () => {
    const world = spacesWorld()
    world.space('lab')
    const TrainingPlanArn = 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/reserved'
    const withPlan = { ...spec, TrainingPlanArn }
    world.app('lab', { ResourceSpec: { ...withPlan, EnvironmentArn: spec.SageMakerImageArn } })
    const outcome = await attachOne(world, { running: 'restart' })
    const changes = [{ action: 'stop' }, { kind: 'space-file-systems' }, { action: 'start' }]
    expect(outcome).toMatchObject({ outcome: 'attached', changes })
    const [app] = world.fake.state.sagemaker.apps.values()
    expect(app).toMatchObject({ Status: 'InService', ResourceSpec: withPlan })
    expect(world.mounts('lab')).toEqual([lustreMount, ours])
  })

  test('without a spec of its own starts with the one that the space keeps', async () => {
    const world = spacesWorld()
    const DefaultResourceSpec = { InstanceType: 'ml.t3.large' }
    world.space('lab', { settings: { JupyterLabAppSettings: { DefaultResourceSpec } } })
    world.app('lab')
    await attachOne(world, { running: 'restart' })
    expect([...world.fake.state.sagemaker.apps.values()]).toMatchObject([{ ResourceSpec: DefaultResourceSpec }])
  })

  test('is not stopped when the list needs no change, or cannot be changed', async () => {
    const world = spacesWorld()
    world.space('done', { settings: { CustomFileSystems: [ours] } })
    world.space('full', { settings: { CustomFileSystems: Array(5).fill(lustreMount) } })
    for (const name of ['done', 'full']) world.app(name)
    await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, running: 'restart' }))
    expect(world.writes()).toEqual([])
  })

  describe('left stopped by a run that was killed', () => {
    const hour = 3_600_000
    async function leftStopped({ marked, list = [ours] }: { marked: number; list?: readonly object[] }) {
      const world = spacesWorld()
      const { SpaceArn } = world.space('lab', { settings: { CustomFileSystems: list } })
      const app = world.app('lab', { ResourceSpec: { InstanceType: 'ml.t3.large' } })
      await world.fake.clock.advance(hour)
      app.Status = 'Deleted'
      const Value = new Date(world.fake.clock.now() - marked).toISOString()
      const others = { Key: 'team', Value: 'ml' }
      world.fake.state.sagemaker.tags.set(SpaceArn, [others, { Key: 'studio-efs:restart/JupyterLab/default', Value }])
      return {
        ...world,
        stopped: app,
        started: () => [...world.fake.state.sagemaker.apps.values()].filter(({ Status }) => Status === 'InService'),
        tags: () => world.fake.state.sagemaker.tags.get(SpaceArn)?.map(({ Key }) => Key),
      }
    }

    test('is started by the next one, whose dry run says so', async () => {
      const world = await leftStopped({ marked: 1000 })
      const expected = { outcome: 'attached', space: ref('lab'), changes: [{ kind: 'app', action: 'start' }] }
      expect(await attachOne(world, { running: 'restart', dryRun: true })).toMatchObject(expected)
      expect(world.writes()).toEqual([])
      expect(await attachOne(world, { running: 'restart' })).toMatchObject(expected)
      expect(world.started()).toMatchObject([{ ResourceSpec: { InstanceType: 'ml.t3.large' } }])
      expect(world.tags()).toEqual(['team'])
    })

    test('is started also when the list cannot be changed any more, and the outcome says both', async () => {
      const world = await leftStopped({ marked: 1000, list: Array(5).fill(lustreMount) })
      const outcome = await attachOne(world, { running: 'restart' })
      expect(outcome).toMatchObject({ outcome: 'limit', changes: [{ kind: 'app', action: 'start' }] })
      expect(world.started()).toHaveLength(1)
    })

    test('stays stopped after a day, when SageMaker has forgotten its instance, and without restart', async () => {
      const world = await leftStopped({ marked: 24 * hour })
      expect(await attachOne(world, { running: 'stop' })).toEqual({ outcome: 'unchanged', space: ref('lab') })
      expect(await attachOne(world, { running: 'restart' })).toEqual({ outcome: 'unchanged', space: ref('lab') })
      expect(world.started()).toEqual([])
      expect(world.tags()).toEqual(['team'])
    })

    test('stays stopped when its user has run it since, and stopped it', async () => {
      const world = await leftStopped({ marked: 1000 })
      world.app('lab', { Status: 'Deleted' })
      expect(await attachOne(world, { running: 'restart' })).toMatchObject({ outcome: 'unchanged' })
      expect(world.started()).toEqual([])
      expect(world.tags()).toEqual(['team'])
    })

    test('is waited for while it is still stopping', async () => {
      const world = await leftStopped({ marked: 1000 })
      world.stopped.Status = 'Deleting'
      world.fake.later(5000, () => {
        world.stopped.Status = 'Deleted'
      })
      expect(await attachOne(world, { running: 'restart' })).toMatchObject({ changes: [{ action: 'start' }] })
      expect(world.started()).toHaveLength(1)
    })
  })

  test('is not stopped by a run that may not note it on the space', async () => {
    const world = spacesWorld()
    world.space('lab')
    const app = world.app('lab')
    const denied = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
    world.fake.inject({ service: 'sagemaker', operation: 'AddTags', when: () => true, fault: denied })
    const outcome = await attachOne(world, { running: 'restart' })
    expect(outcome).toMatchObject({ outcome: 'failed', error: { name: 'AccessDeniedError' }, changes: [] })
    expect(app.Status).toBe('InService')
  })

  test('that does not start again fails its space, with what was done', async () => {
    const world = spacesWorld()
    world.space('lab')
    world.app('lab')
    const fault = { kind: 'ends-in', status: 'Failed', reason: 'InternalFailure' } as const
    world.fake.inject({ service: 'sagemaker', operation: 'CreateApp', when: 'next', fault })
    expect(await attachOne(world, { running: 'restart' })).toMatchObject({
      outcome: 'failed',
      error: { name: 'AppFailedError', failureReason: 'InternalFailure' },
      changes: [{ action: 'stop' }, { kind: 'space-file-systems' }, { action: 'start' }],
    })
    expect(world.mounts('lab')).toEqual([lustreMount, ours])
  })

  test('a dry run lists what would be stopped and started', async () => {
    const world = spacesWorld()
    world.space('lab')
    world.app('lab')
    const changes = [{ action: 'stop' }, { kind: 'space-file-systems' }, { action: 'start' }]
    expect(await attachOne(world, { running: 'restart', dryRun: true })).toMatchObject({ outcome: 'attached', changes })
    expect(world.writes()).toEqual([])
  })
})

describe('spaces of a run', () => {
  test('are those of every domain, of one profile, of one kind, or those that are named', async () => {
    const world = spacesWorld()
    world.profile('bob')
    world.space('hers')
    world.space('his', { owner: 'bob', settings: { CustomFileSystems: [] } })
    world.space('together', { owner: '', settings: { CustomFileSystems: [] } })
    world.fake.seed.domain({ DomainId: 'd-other' })
    world.fake.seed.space({ DomainId: 'd-other', SpaceName: 'elsewhere' })
    const names = async (input: Partial<AttachToSpacesInput>) => {
      const run = world.studioEfs.attachToSpaces({ fileSystemId, dryRun: true, ...input })
      return (await outcomesOf(run)).map(({ space }) => space.spaceName).sort()
    }
    expect(await names({})).toEqual(['elsewhere', 'hers', 'his', 'together'])
    expect(await names({ domainIds: [domainId] })).toEqual(['hers', 'his', 'together'])
    expect(await names({ domainIds: [domainId], userProfileName: 'Alice' })).toEqual(['hers'])
    expect(await names({ scope: 'shared' })).toEqual(['elsewhere', 'together'])
    expect(await names({ domainIds: [domainId], spaceNames: ['his', 'his'] })).toEqual(['his'])
  })

  test('of a profile that does not exist are an error, and no run with nothing to do', async () => {
    const world = spacesWorld()
    world.profile('bob')
    const run = (userProfileName: string, more: Partial<AttachToSpacesInput> = {}) =>
      world.studioEfs.attachToSpaces({ ...world.input, userProfileName, ...more })
    for (const dryRun of [true, false])
      expect(assertErr(await run('nobody', { dryRun }).summary()).message).toContain('user profile d-science/nobody')
    expect(assertOk(await run('bob').summary())).toMatchObject({ attached: 0, stopped: undefined })
    expect(world.writes()).toEqual([])
  })

  test('are each done where their names differ in case only', async () => {
    const world = spacesWorld({ undocumented: { spaceNamesInOtherCase: 'two' } })
    const names = ['lab', 'LAB', 'Lab']
    for (const name of names) world.space(name)
    const outcomes = await outcomesOf(world.studioEfs.attachToSpaces(world.input))
    expect(outcomes.map(({ space, outcome }) => [space.spaceName, outcome])).toEqual(
      names.map((name) => [name, 'attached']),
    )
    const listed = [...world.fake.state.sagemaker.spaces.values()].map(({ SpaceSettings }) => SpaceSettings)
    expect(listed.map((settings) => Object(settings).CustomFileSystems)).toEqual(names.map(() => [lustreMount, ours]))
  })

  test('named twice in two spellings have one change and two outcomes', async () => {
    const world = spacesWorld()
    world.space('lab')
    const named = { ...world.input, spaceNames: ['lab', 'LAB'] }
    const outcomes = await outcomesOf(world.studioEfs.attachToSpaces(named))
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['attached', 'unchanged'])
    expect(world.writes()).toHaveLength(1)
  })

  test('named without their domain, or beside a profile, are refused before anything is read', async () => {
    const world = spacesWorld()
    const inputs = [
      { fileSystemId, spaceNames: ['lab'] },
      { fileSystemId, userProfileName: 'alice' },
      { ...world.input, userProfileName: 'alice', spaceNames: ['lab'] },
      { ...world.input, userProfileName: 'alice', scope: 'shared' as const },
      { ...world.input, running: 'kill' as never },
    ]
    for (const input of inputs)
      expect(assertErr(await world.studioEfs.attachToSpaces(input).summary()).name).toBe('InvalidInputError')
    expect(world.calls()).toEqual([])
  })

  test('that had no outcome go on with the token, which says the operation and the dry run', async () => {
    const world = spacesWorld()
    for (let n = 0; n < 30; n += 1) world.space(`lab-${n}`)
    const run = world.studioEfs.attachToSpaces({ ...world.input, concurrency: 2, timeoutMs: 3000 })
    world.fake.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'latency', ms: 200 } })
    const first = await outcomesOf(run)
    const { resumeToken = '', stopped, unsettled } = assertOk(await run.summary())
    expect(stopped?.because).toBe('deadline')
    expect(unsettled.length).toBeGreaterThan(0)
    expect(assertErr(await world.studioEfs.detachFromSpaces({ ...world.input, resumeToken }).summary()).name).toBe(
      'InvalidInputError',
    )
    const rest = await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, resumeToken }))
    const done = new Set([...first, ...rest].map(({ space }) => space.spaceName))
    expect(done.size).toBe(30)
    for (let n = 0; n < 30; n += 1) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, ours])
  })

  test('are counted in the progress and in the summary', async () => {
    const world = spacesWorld()
    for (let n = 0; n < 3; n += 1) world.space(`lab-${n}`)
    world.app('lab-1')
    const seen: unknown[] = []
    const run = world.studioEfs.attachToSpaces({ ...world.input, onProgress: (progress) => seen.push(progress) })
    expect(assertOk(await run.summary())).toMatchObject({ attached: 2, 'waits-for-stop': 1, unchanged: 0, failed: 0 })
    expect(seen.at(-1)).toMatchObject({ step: 'attaching', done: 3, total: 3, attached: 2 })
  })
})

describe('detachFromSpaces', () => {
  test('takes the file system off, and leaves the others and the profile', async () => {
    const world = spacesWorld()
    world.space('lab', { settings: { CustomFileSystems: [lustreMount, ours] } })
    world.space('without')
    world.space('busy', { settings: { CustomFileSystems: [ours] } })
    world.app('busy')
    const outcomes = await outcomesOf(world.studioEfs.detachFromSpaces(world.input))
    expect(Object.fromEntries(outcomes.map(({ space, outcome }) => [space.spaceName, outcome]))).toEqual({
      lab: 'detached',
      without: 'unchanged',
      busy: 'waits-for-stop',
    })
    expect(world.mounts('lab')).toEqual([lustreMount])
    expect(world.mounts('busy')).toEqual([ours])
    expect(world.listOf('alice')).toHaveLength(2)
  })
})
