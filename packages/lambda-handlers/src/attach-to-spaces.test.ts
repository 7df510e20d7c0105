import { efsEntry, type StudioSettings, spaceKey } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studioWithFileSystem as studio } from '../test/studio.js'
import { createAttachToSpaces } from './attach-to-spaces.js'

const ours = { EFSFileSystem: { FileSystemId: fileSystemId } }

function deployed(count: number) {
  const world = studio()
  const { fake } = world
  const UserSettings = { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice')] } as StudioSettings
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings })
  const space = (SpaceName: string, settings: object = {}) =>
    fake.seed.space({
      DomainId: domainId,
      SpaceName,
      SpaceSettings: { AppType: 'JupyterLab', ...settings },
      OwnershipSettings: { OwnerUserProfileName: 'alice' },
      SpaceSharingSettings: { SharingType: 'Private' },
    })
  for (let n = 0; n < count; n += 1) space(`lab-${n}`)
  const attached = () =>
    [...fake.state.sagemaker.spaces.values()].filter(({ SpaceSettings: settings }) => {
      const { CustomFileSystems: list = [] } = Object(settings)
      return list.some((entry: typeof ours) => entry.EFSFileSystem?.FileSystemId === fileSystemId)
    })
  const measured: unknown[] = []
  const handler = createAttachToSpaces({ ...world, measurements: (counts) => void measured.push(counts) })
  return { ...world, space, attached, measured, handler }
}

test('attaches stopped spaces, names those that wait for a stop, and a second sweep changes nothing', async () => {
  const { handler, space, attached, fake, records, measured } = deployed(2)
  space('managed', { SpaceManagedResources: 'ENABLED' })
  fake.seed.app({ DomainId: domainId, SpaceName: 'lab-1' })
  const counts = { attached: 1, waitsForStop: 1, unifiedStudio: 1, failed: 0, settled: 3 }
  expect(await handler({ dryRun: true })).toMatchObject(counts)
  expect(attached()).toEqual([])
  const waiting = [`${domainId}/lab-1`]
  expect(await handler({})).toMatchObject({ outcome: 'complete', ...counts, waiting, failures: [], unsettled: [] })
  expect(attached()).toHaveLength(1)
  await fake.clock.advance(5000)
  for (const app of fake.state.sagemaker.apps.values()) app.Status = 'Deleted'
  expect(await handler({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toMatchObject({
    ...{ attached: 1, unchanged: 1, waitsForStop: 0, waiting: [] },
  })
  expect(records.map(({ level, message }) => `${level} ${message}`)).toEqual(Array(3).fill('info complete'))
  expect(measured.slice(1)).toMatchObject([
    { SpacesAttached: 1, SpacesWaiting: 1, Failed: 0 },
    { SpacesAttached: 1, SpacesWaiting: 0, Failed: 0 },
  ])
})

test('a sweep that runs out of time goes on with its token, and does every space', async () => {
  const { handler, attached, fake } = deployed(30)
  fake.setRate({ service: 'sagemaker', operation: 'UpdateSpace', perSecond: 0.2 })
  const invocation = { getRemainingTimeInMillis: () => 60_000 }
  let reply = await handler({}, invocation)
  let rounds = 1
  for (; reply.resumeToken !== undefined; rounds += 1)
    reply = await handler({ resumeToken: reply.resumeToken }, invocation)
  expect(rounds).toBeGreaterThan(1)
  expect(reply.outcome).toBe('complete')
  expect(attached()).toHaveLength(30)
})

test('names the spaces that failed, and throws when it cannot start', async () => {
  const { handler, fake } = deployed(1)
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
  fake.inject({ service: 'sagemaker', operation: 'UpdateSpace', when: () => true, fault })
  const failures = [{ what: `space ${domainId}/lab-0`, error: 'AccessDeniedError' }]
  expect(await handler({})).toMatchObject({ outcome: 'partial', failed: 1, failures })
  await expect(handler({ resumeToken: 'x' })).rejects.toMatchObject({ name: 'InvalidInputError' })
  await expect(handler({ running: 'stop' })).rejects.toMatchObject({ name: 'InvalidInputError' })
  expect(fake.state.sagemaker.spaces.has(spaceKey(domainId, 'lab-0'))).toBe(true)
})
