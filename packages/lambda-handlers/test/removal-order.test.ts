import { readFileSync } from 'node:fs'
import * as core from '@studio-efs/core'
import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { domainId, studio } from './studio.js'

const page = readFileSync(new URL('../../../docs/deployment.md', import.meta.url), 'utf8')
const AsyncFunction = (async () => {}).constructor as FunctionConstructor

/** The script of the page, in this process: its imports and globals are the arguments. */
function scriptOf(markdown: string) {
  const [, block = ''] = /```js\n([\s\S]*?detachProfiles[\s\S]*?)\n {3}```/.exec(markdown) ?? []
  const names = [...block.matchAll(/^ *import \{ (.*) \} from .*$/gm)].flatMap(([, list = '']) => list.split(', '))
  return { names, run: new AsyncFunction(...names, 'process', 'console', block.replaceAll(/^ *import .*$/gm, '')) }
}

const other = { S3FileSystemConfig: { S3Uri: 's3://science/models', MountPath: '/models' } }

type World = Awaited<ReturnType<typeof deployed>>

/** Runs it as `node remove-listings.mjs <file system> <domain>`. Returns its lines and its exit status. */
async function removeListings({ context, stack }: World) {
  const { clock, sagemaker } = context
  const lines: string[] = []
  const process = { argv: ['node', 'script', String(stack.outputs['FileSystemId']), domainId], exitCode: 0 }
  const { names, run } = scriptOf(page)
  const imports: Record<string, unknown> = {
    SageMakerClient: new Proxy(class {}, { construct: () => sagemaker }),
    detachProfiles: (given: object, input: core.DetachProfilesInput) =>
      core.detachProfiles({ sagemaker, ...given, clock }, input),
    clearDomainDefault: (given: object, input: core.ClearDomainDefaultInput) =>
      core.clearDomainDefault({ sagemaker, ...given, clock }, input),
    detachFromSpaces: (given: object, input: core.DetachFromSpacesInput) =>
      core.detachFromSpaces({ sagemaker, ...given, clock }, input),
  }
  const log = (...words: string[]) => lines.push(words.join(' ').trim())
  await run(...names.map((name) => imports[name]), process, { log })
  return { lines, exitCode: process.exitCode }
}

async function inUse(withRole: boolean) {
  const before = studio()
  const record = before.fake.state.sagemaker.domains.get(domainId)
  if (!withRole && record !== undefined) delete record.DefaultSpaceSettings
  before.profile('alice')
  const UserSettings = { CustomFileSystemConfigs: [other] }
  before.fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'bob', UserSettings })
  const world = await deployed({}, before)
  await world.backfill()
  return { ...world, record }
}

test.each([
  ['with', true],
  ['without', false],
])('the removal of the page, step by step, in a domain %s a role for shared spaces', async (_, withRole) => {
  const world = await inUse(withRole)
  const { stack, given, fake, listOf, record } = world
  const fileSystemId = String(stack.outputs['FileSystemId'])
  if (record) record.DefaultUserSettings = { CustomFileSystemConfigs: [world.entryFor('/_shared')] }
  expect([listOf('alice')?.length, listOf('bob')?.length]).toEqual([1, 2])
  const space = fake.seed.space({
    DomainId: domainId,
    SpaceName: 'lab',
    SpaceSettings: { AppType: 'JupyterLab', CustomFileSystems: [{ EFSFileSystem: { FileSystemId: fileSystemId } }] },
    OwnershipSettings: { OwnerUserProfileName: 'alice' },
    SpaceSharingSettings: { SharingType: 'Private' },
  })
  const app = fake.seed.app({ DomainId: domainId, SpaceName: 'lab' })

  await stack.update({ ...given, DataOnDelete: 'delete', ReconcileSchedule: '' })
  await world.backfill()
  const waiting = await removeListings(world)
  expect([waiting.exitCode, waiting.lines.at(-1)]).toEqual([1, 'space d-science/lab: waits-for-stop'])
  expect(space.SpaceSettings?.['CustomFileSystems']).toHaveLength(1)
  app.Status = 'Deleted'
  const { lines, exitCode } = await removeListings(world)
  expect(exitCode).toBe(0)
  expect([...waiting.lines.slice(0, -1), ...lines.slice(-1)].toSorted()).toEqual([
    'd-science/alice: detached',
    'd-science/bob: detached',
    'd-science: 1 defaults changed',
    'space d-science/lab: detached',
  ])
  expect(space.SpaceSettings?.['CustomFileSystems']).toEqual([])
  expect([listOf('alice'), listOf('bob')]).toEqual([[], [other]])
  expect(record?.DefaultUserSettings?.CustomFileSystemConfigs).toEqual([])
  const again = await removeListings(world)
  expect(again.lines).toContain('d-science: 0 defaults changed')
  expect(again.lines).toContain('d-science/alice: unchanged')

  await stack.remove()
  expect(fake.state.efs.fileSystems.has(fileSystemId)).toBe(false)
  expect(stack.denials).toEqual([])
})

test('a profile that could not be detached is named, and the exit status says so', async () => {
  const world = await inUse(false)
  world.fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: ({ UserProfileName }) => UserProfileName === 'bob',
    fault: { kind: 'error', code: 'AccessDeniedException' },
  })
  const { lines, exitCode } = await removeListings(world)
  expect(exitCode).toBe(1)
  expect(lines.find((line) => line.startsWith('d-science/bob: failed'))).toContain('AccessDeniedException')
  expect(world.listOf('alice')).toEqual([])
})
