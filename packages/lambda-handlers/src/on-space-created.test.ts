import { createRepostSpaceEvent, createSpaceEvent, efsEntry, type StudioSettings, spaceKey } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, fileSystemId, studioWithFileSystem as studio } from '../test/studio.js'
import { createOnSpaceCreated } from './on-space-created.js'

const ours = { EFSFileSystem: { FileSystemId: fileSystemId } }
const offered = { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice')] } as StudioSettings

function deployed() {
  const world = studio()
  const { fake } = world
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings: offered })
  const space = (SpaceName: string, settings: object = {}) =>
    fake.seed.space({
      DomainId: domainId,
      SpaceName,
      SpaceSettings: { AppType: 'JupyterLab', ...settings },
      OwnershipSettings: { OwnerUserProfileName: 'alice' },
      SpaceSharingSettings: { SharingType: 'Private' },
    })
  const mounts = (name: string) =>
    fake.state.sagemaker.spaces.get(spaceKey(domainId, name))?.SpaceSettings?.['CustomFileSystems']
  const event = (spaceName: string, more: object = {}) =>
    createSpaceEvent({
      domainId,
      spaceName,
      ownerUserProfileName: 'alice',
      time: new Date(fake.clock.now()),
      ...more,
    })
  const measured: unknown[] = []
  const options = { ...world, measurements: (counts: unknown) => void measured.push(counts) }
  return { ...world, space, mounts, event, measured, handler: createOnSpaceCreated(options), options }
}

const message = (messageId: string, content: unknown) => ({ messageId, body: JSON.stringify(content) })

describe('one event', () => {
  test('attaches its space, and a second delivery changes nothing', async () => {
    const { handler, space, mounts, event, fake, records } = deployed()
    space('lab')
    expect(await handler(event('lab'))).toMatchObject({ outcome: 'attached', space: { spaceName: 'lab' } })
    expect(mounts('lab')).toEqual([ours])
    await fake.clock.advance(5000)
    expect(await handler(event('lab'))).toEqual({ outcome: 'unchanged', space: { domainId, spaceName: 'lab' } })
    expect(records).toMatchObject([
      { handler: 'on-space-created', message: 'attached', attached: 1 },
      { message: 'unchanged', unchanged: 1 },
    ])
  })

  test('of a space that was started meanwhile says that it waits, which is no failure and is measured', async () => {
    const { handler, space, mounts, event, fake, records, measured } = deployed()
    space('lab')
    fake.seed.app({ DomainId: domainId, SpaceName: 'lab' })
    expect(await handler(event('lab'))).toMatchObject({ outcome: 'waits-for-stop', space: { spaceName: 'lab' } })
    expect(mounts('lab')).toBeUndefined()
    expect(records).toMatchObject([{ level: 'info', message: 'waits-for-stop', waiting: [`${domainId}/lab`] }])
    expect(measured).toMatchObject([{ SpacesAttached: 0, SpacesWaiting: 1, Failed: 0 }])
  })

  test('of a space that cannot be described yet waits for it', async () => {
    const { handler, space, mounts, event, fake } = deployed()
    const created = event('lab')
    fake.later(20_000, () => void space('lab'))
    expect(await handler(created)).toMatchObject({ outcome: 'attached' })
    expect(mounts('lab')).toEqual([ours])
  })

  test('of a space of a profile whose own event comes second waits for the offer', async () => {
    const { handler, space, mounts, event, fake } = deployed()
    const profile = fake.state.sagemaker.userProfiles.get(`${domainId}/alice`) ?? { UserSettings: {} }
    profile.UserSettings = {}
    space('lab')
    fake.later(20_000, () => {
      profile.UserSettings = offered
    })
    expect(await handler(event('lab'))).toMatchObject({ outcome: 'attached' })
    expect(mounts('lab')).toEqual([ours])
  })

  test.each([
    ['not-found', {}, 'gone'],
    ['unified-studio', { SpaceManagedResources: 'ENABLED' }, 'lab'],
    ['unsupported-app', { AppType: 'KernelGateway' }, 'lab'],
    ['limit', { CustomFileSystems: Array(5).fill({ EFSFileSystem: { FileSystemId: 'fs-0bbbbbbbbbbbbbbbb' } }) }, 'lab'],
  ])('%s is ignored, with the reason', async (reason, settings, name) => {
    const { handler, space, event, fake } = deployed()
    space('lab', settings)
    const created = event(name)
    await fake.clock.advance(3_600_000)
    expect(await handler(created)).toEqual({ outcome: 'ignored', reason, detail: expect.any(String) })
    expect(fake.calls.filter(({ operation }) => operation === 'UpdateSpace')).toEqual([])
  })

  test('of another service, domain, account, Region or of a failed call reads nothing', async () => {
    const { options, event, fake } = deployed()
    const handler = createOnSpaceCreated({ ...options, foreignEvents: 'ignore' })
    const invocation = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:spaces' }
    const events = [
      createRepostSpaceEvent({ spaceName: 'lab' }),
      event('lab', { domainId: 'd-another' }),
      event('lab', { account: '444455556666' }),
      event('lab', { region: 'us-east-1' }),
      event('lab', { errorCode: 'ValidationException' }),
    ]
    const replies = []
    for (const each of events) replies.push(await handler(each, invocation))
    expect(replies.map((reply) => 'reason' in reply && reply.reason)).toEqual([
      'other-event',
      'other-domain',
      'other-account',
      'other-region',
      'failed-call',
    ])
    expect(fake.calls).toEqual([])
  })

  test('that is not done throws, so that it comes again', async () => {
    const { handler, space, event, fake } = deployed()
    space('lab')
    const fault = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
    fake.inject({ service: 'sagemaker', operation: 'UpdateSpace', when: () => true, fault })
    await expect(handler(event('lab'))).rejects.toMatchObject({ name: 'AccessDeniedError' })
    await expect(handler({ detail: {} })).rejects.toMatchObject({ name: 'MalformedEventError' })
    await expect(handler({ ...event('lab'), dryRun: true })).rejects.toThrow('event.dryRun is given')
  })
})

describe('a batch', () => {
  test('is worked off in any order, with repeated events, and only what failed comes again', async () => {
    const { handler, space, mounts, event, records, measured, fake } = deployed()
    for (const name of ['lab', 'desk', 'busy', 'broken']) space(name)
    fake.seed.app({ DomainId: domainId, SpaceName: 'busy' })
    const denied = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
    const isBroken = ({ SpaceName }: Readonly<Record<string, unknown>>) => SpaceName === 'broken'
    fake.inject({ service: 'sagemaker', operation: 'UpdateSpace', when: isBroken, fault: denied })
    const Records = [
      message('1', event('desk')),
      message('2', event('lab')),
      message('3', event('desk')),
      message('4', event('busy')),
      message('5', event('broken')),
      message('6', { detail: 7 }),
      { messageId: '7', body: '{' },
      message('8', event('lab', { domainId: 'd-another' })),
    ]
    expect(await handler({ Records })).toEqual({
      batchItemFailures: ['5', '6', '7'].map((itemIdentifier) => ({ itemIdentifier })),
    })
    expect(['lab', 'desk'].map(mounts)).toEqual([[ours], [ours]])
    expect(fake.calls.filter(({ operation, outcome }) => operation === 'UpdateSpace' && outcome === 'ok')).toHaveLength(
      2,
    )
    expect(records).toMatchObject([
      {
        level: 'warn',
        message: 'partial',
        ...{ waitsForStop: 1, failed: 3, ignored: 1, waiting: [`${domainId}/busy`] },
        failures: [{ what: `space ${domainId}/broken`, error: 'AccessDeniedError' }, {}, {}],
      },
    ])
    expect(measured).toMatchObject([{ SpacesWaiting: 1, Failed: 3 }])
  })

  test('of a domain that is gone comes again, and another one does not', async () => {
    const { options, event } = deployed()
    const { domainIds: _, ...configuration } = options.configuration
    const handler = createOnSpaceCreated({ ...options, configuration: { ...configuration, domainIds: undefined } })
    const Records = [message('1', event('lab', { domainId: 'd-gone' })), message('2', event('nobody'))]
    const reply = await handler({ Records })
    expect(reply).toMatchObject({ batchItemFailures: expect.arrayContaining([{ itemIdentifier: '1' }]) })
  })
})
