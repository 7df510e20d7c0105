import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { deployed } from '../../test/cloudformation/deployed.js'
import { readTemplate } from '../../test/cloudformation/template.js'
import { domainId, studio } from '../../test/studio.js'
import { rehearsalDefaults } from './rehearsal-parameters.js'
import { rehearseDeployment } from './rehearse-deployment.js'

const writesIn = ({ fake }: ReturnType<typeof studio>) =>
  fake.calls.filter(({ operation }) => /^(Create|Update|Delete|Put|Modify|Authorize)/.test(operation)).length

test('the rehearsal foresees what the stack then does, and writes nothing', async () => {
  const world = studio()
  for (const name of ['alice', 'bob']) world.profile(name)
  const { directories: _, ...context } = world.context
  const rehearsal = assertOk(
    await rehearseDeployment(context, { domainId, parameters: { Layout: '/{userProfileName}' } }),
  )
  expect(writesIn(world)).toBe(0)
  expect(rehearsal).toMatchObject({
    refusal: undefined,
    fileSystem: { domainId, fileSystem: undefined },
    profiles: { directories: 'new', directoriesToMake: 2, toAttach: 2, attached: 0, skipped: 0, failed: 0 },
  })
  const { records, fake, backfill } = await deployed({}, world)
  const { changes } = records.find(({ handler }) => handler === 'ensure-file-system') ?? {}
  expect(changes).toBe(rehearsal.fileSystem.changes.length)
  await backfill()

  await fake.clock.advance(60_000)
  const before = writesIn(world)
  const again = { domainId, parameters: { Layout: '/{userProfileName}' } }
  const unseen = assertOk(await rehearseDeployment(context, again))
  expect(unseen.fileSystem.changes).toEqual([])
  expect(unseen.profiles).toMatchObject({
    directories: 'unseen',
    directoriesToMake: undefined,
    toAttach: 0,
    attached: 2,
  })
  const seen = assertOk(await rehearseDeployment(world.context, again))
  expect(seen.profiles).toMatchObject({ directories: 'seen', directoriesToMake: 0, attached: 2 })
  expect(writesIn(world)).toBe(before)
})

test('a stack that would fail is told with the remedy, before anything of its first run is planned', async () => {
  const world = studio()
  const record = world.fake.state.sagemaker.domains.get(domainId)
  if (record !== undefined) delete record.DefaultSpaceSettings
  const parameters = { Scenario: 'DomainShared' }
  const { refusal, domainDefault } = assertOk(await rehearseDeployment(world.context, { domainId, parameters }))
  expect([refusal?.name, domainDefault]).toEqual(['SpaceRoleMissingError', undefined])
  const privately = assertOk(
    await rehearseDeployment(world.context, { domainId, parameters: { ...parameters, Scope: 'private' } }),
  )
  expect(privately.domainDefault?.changes).toHaveLength(1)
  const vpc = assertOk(await rehearseDeployment(world.context, { domainId, parameters: { Scenario: 'VpcShared' } }))
  expect(vpc.vpcDomains).toBe('unknown')
  expect(writesIn(world)).toBe(0)
})

test.each([
  [{ Senario: 'DomainShared' }, 'Senario'],
  [{ Scenario: 'Shared' }, 'Scenario'],
  [{ FileSystemPolicy: 'all' }, 'FileSystemPolicy'],
  [{ Layout: '/everybody' }, 'layout'],
])('%j is refused by the name of its parameter', async (parameters, field) => {
  const error = assertErr(await rehearseDeployment(studio().context, { domainId, parameters }))
  expect(error).toMatchObject({ name: 'InvalidInputError', field })
})

test('the defaults are those of the template', () => {
  const { Parameters } = readTemplate('studio-efs.yaml')
  for (const [name, value] of Object.entries(rehearsalDefaults)) expect(Parameters[name]?.Default).toBe(value)
})
