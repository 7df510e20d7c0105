import { CreateSpaceCommand, DeleteSpaceCommand } from '@aws-sdk/client-sagemaker'
import {
  createRepostSpaceEvent,
  createSpaceEvent,
  type EventPattern,
  matchesEventPattern,
  spaceKey,
} from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import type { JsonObject } from './cloudformation/template.js'
import { domainId, role, studio } from './studio.js'

// Each of these plays minutes of a stack.
vi.setConfig({ testTimeout: 60_000 })

async function mounting(MountInSpaces: string, more: JsonObject = {}) {
  const world = await deployed({ MountInSpaces, ...more }, studio())
  const { fake, stack, context } = world
  const ours = { EFSFileSystem: { FileSystemId: String(stack.outputs['FileSystemId']) } }
  const input = (SpaceName: string, owner: string, DomainId: string) => ({
    ...{ DomainId, SpaceName, SpaceSettings: { AppType: 'JupyterLab' as const } },
    OwnershipSettings: { OwnerUserProfileName: owner },
    SpaceSharingSettings: { SharingType: 'Private' as const },
  })
  const createSpace = (name: string, owner = 'alice', of: string = domainId) =>
    context.sagemaker.send(new CreateSpaceCommand(input(name, owner, of)))
  const mounts = (name: string, of: string = domainId) =>
    fake.state.sagemaker.spaces.get(spaceKey(of, name))?.SpaceSettings?.['CustomFileSystems']
  return { ...world, ours, createSpace, mounts }
}

test('nothing is made for spaces unless it is asked for', async () => {
  const { stack } = await mounting('never')
  expect(['NewSpaces', 'SpaceCreated', 'SpacesRun', 'NewSpacesAlarm'].map((id) => stack.resource(id))).toEqual(
    Array(4).fill(undefined),
  )
})

describe('new spaces', () => {
  test('mount the file system, whatever comes twice, late or in another order', async () => {
    const { fake, stack, create, createSpace, deliver, deliverSpaces, mounts, ours, context, records } =
      await mounting('new')
    expect(stack.resource('SpacesRun')).toBeUndefined()
    const profiles = deliver()
    const spaces = deliverSpaces({ duplicates: 0.3, reorder: 0.3 })
    await create('alice')
    await fake.clock.advance(20_000)
    const names = Array.from({ length: 8 }, (_, n) => `lab-${n}`)
    for (const name of [...names, 'gone', 'busy']) await createSpace(name)
    await fake.clock.advance(5000)
    fake.seed.app({ DomainId: domainId, SpaceName: 'busy' })
    await context.sagemaker.send(new DeleteSpaceCommand({ DomainId: domainId, SpaceName: 'gone' }))
    await Promise.all([profiles.settled(), spaces.settled()])
    expect(spaces.deadLetters).toEqual([])
    expect(names.map((name) => mounts(name))).toEqual(names.map(() => [ours]))
    expect(mounts('busy')).toBeUndefined()
    expect(records.some(({ waiting }) => String(waiting) === `${domainId}/busy`)).toBe(true)
  })

  test('are told by a rule from those of other services and domains', async () => {
    const { stack } = await mounting('new')
    const pattern = stack.resource('SpaceCreated')?.properties['EventPattern'] as EventPattern
    const event = (more: object = {}) => createSpaceEvent({ domainId, spaceName: 'lab', ...more })
    const events = [
      event(),
      event({ domainId: 'd-another' }),
      event({ errorCode: 'ValidationException' }),
      createRepostSpaceEvent({ spaceName: 'lab' }),
      { ...createRepostSpaceEvent({ spaceName: 'lab' }), source: 'aws.sagemaker' },
    ]
    expect(events.map((each) => matchesEventPattern(pattern, each))).toEqual([true, false, false, false, false])
  })
})

describe('all spaces', () => {
  test('are swept after the backfill, in as many rounds as it takes', async () => {
    const { fake, stack, profile, createSpace, backfill, sweepSpaces, mounts, ours } = await mounting('all')
    profile('alice')
    await fake.clock.advance(1000)
    const names = Array.from({ length: 12 }, (_, n) => `lab-${n}`)
    for (const name of names) await createSpace(name)
    await fake.clock.advance(5000)
    const { Targets, EventPattern } = stack.resource('BackfillEnded')?.properties ?? {}
    expect(Targets).toMatchObject([{ Arn: stack.resource('SpacesRun')?.physicalId, Input: '{}' }])
    const ended = (status: string, input = '{}') => ({
      ...{ account: '111122223333', source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change' },
      detail: { stateMachineArn: stack.resource('BackfillRun')?.physicalId, status, input },
    })
    expect(
      ['RUNNING', 'SUCCEEDED', 'FAILED'].map((status) =>
        matchesEventPattern(EventPattern as EventPattern, ended(status)),
      ),
    ).toEqual([false, true, true])
    const dry = ended('SUCCEEDED', '{"dryRun":true}')
    expect(matchesEventPattern(EventPattern as EventPattern, dry)).toBe(false)
    await backfill()
    fake.setRate({ service: 'sagemaker', operation: 'UpdateSpace', perSecond: 0.01 })
    await sweepSpaces({ dryRun: true })
    expect(names.flatMap((name) => mounts(name) ?? [])).toEqual([])
    await sweepSpaces()
    expect(names.map((name) => mounts(name))).toEqual(names.map(() => [ours]))
    expect(stack.functionNamed('SpacesFunction').registered.invocations.length).toBeGreaterThan(2)
  })

  test('of which one cannot be changed end the run as failed, after the others', async () => {
    const { fake, profile, createSpace, backfill, sweepSpaces, mounts, ours } = await mounting('all')
    profile('alice')
    await fake.clock.advance(1000)
    for (const name of ['lab', 'broken']) await createSpace(name)
    await fake.clock.advance(5000)
    await backfill()
    const fault = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
    const when = ({ SpaceName }: Readonly<Record<string, unknown>>) => SpaceName === 'broken'
    fake.inject({ service: 'sagemaker', operation: 'UpdateSpace', when, fault })
    await expect(sweepSpaces()).rejects.toThrow(/could not be changed/)
    expect([mounts('lab'), mounts('broken')]).toEqual([[ours], undefined])
  })

  test.each(['DomainShared', 'VpcShared'])('of %s are swept five minutes after the sharing', async (Scenario) => {
    const world = await mounting('all', { Scenario, SpaceRoleArns: role })
    const { stack, fake, profile, createSpace, sweepSpaces, mounts, ours, neighbour } = world
    neighbour('d-neighbour')
    profile('alice')
    fake.seed.userProfile({ DomainId: 'd-neighbour', UserProfileName: 'bob' })
    await fake.clock.advance(1000)
    await createSpace('lab')
    await createSpace('lab', 'bob', 'd-neighbour')
    await fake.clock.advance(5000)
    for (const rule of ['StackDeployed', 'Reconcile'])
      expect(stack.resource(rule)?.properties['Targets']).toContainEqual(
        expect.objectContaining({ Id: 'Spaces', Input: '{"startAfterSeconds":300}' }),
      )
    await stack.invoke(Scenario === 'DomainShared' ? 'SetDomainDefaultFunction' : 'ShareAcrossVpcDomainsFunction', {})
    await sweepSpaces({ startAfterSeconds: 300 })
    expect(mounts('lab')).toEqual([ours])
    expect(mounts('lab', 'd-neighbour')).toEqual(Scenario === 'VpcShared' ? [ours] : undefined)
  })
})
