import { domainFileSystems } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { domainId, role, studio } from './studio.js'

function targetsOf({ stack }: Awaited<ReturnType<typeof deployed>>, rule: string): readonly unknown[] {
  return stack.resource(rule)?.properties['Targets'] as unknown as readonly unknown[]
}

/** Functions that the schedule and the finished deployment start. */
async function setRight(world: Awaited<ReturnType<typeof deployed>>, logicalId: string) {
  for (const rule of ['StackDeployed', 'Reconcile'])
    expect(targetsOf(world, rule)).toContainEqual({
      ...{ Id: 'SetRight', Input: '{}', DeadLetterConfig: expect.anything() },
      Arn: world.stack.resource(logicalId)?.attributes['Arn'],
    })
  return world.stack.invoke(logicalId, {})
}

test('a domain gets a shared directory by default, and keeps it when the stack goes', async () => {
  const world = await deployed({ Scenario: 'DomainShared', SharedPath: '/team' })
  const { fake, pathsOf, entryFor, stack } = world
  expect(await setRight(world, 'SetDomainDefaultFunction')).toMatchObject({ outcome: 'changed' })
  expect(await setRight(world, 'SetDomainDefaultFunction')).toMatchObject({ outcome: 'unchanged' })
  expect(pathsOf()).toEqual(['/team'])
  const entry = entryFor('/team')
  expect(domainFileSystems(fake, domainId)).toEqual({ private: [entry], shared: [entry] })
  expect([stack.resource('NewProfilesFunction'), stack.resource('BackfillRun')]).toEqual([undefined, undefined])
  await stack.remove()
  expect(domainFileSystems(fake, domainId).private).toEqual([entry])
})

test('all domains of the VPC share a directory', async () => {
  const studioOfTwo = studio()
  const { fake } = studioOfTwo
  studioOfTwo.neighbour('d-sales')
  const world = await deployed({ Scenario: 'VpcShared', SpaceRoleArns: role }, studioOfTwo)
  expect(await setRight(world, 'ShareAcrossVpcDomainsFunction')).toMatchObject({ outcome: 'changed' })
  const entry = world.entryFor('/_shared')
  for (const id of fake.state.sagemaker.domains.keys()) expect(domainFileSystems(fake, id).private).toEqual([entry])
})

test('shared spaces alone get the directory, and private ones keep what they have', async () => {
  const { stack, fake, entryFor } = await deployed({ Scenario: 'DomainShared', Scope: 'shared' })
  await stack.invoke('SetDomainDefaultFunction', {})
  expect(domainFileSystems(fake, domainId)).toEqual({ private: undefined, shared: [entryFor('/_shared')] })
})

test.each(['both', 'shared'])('all domains of a VPC with %s spaces take the names of their roles', async (Scope) => {
  await expect(deployed({ Scenario: 'VpcShared', Scope })).rejects.toThrow(/NamesSpaceRoles/)
})

describe('a domain whose shared spaces have no role', () => {
  const withoutRole = () => {
    const world = studio()
    const domain = world.fake.state.sagemaker.domains.get(domainId)
    if (domain !== undefined) delete domain.DefaultSpaceSettings
    return world
  }

  test('is refused by name when the stack is made, and nothing is left of that', async () => {
    const world = withoutRole()
    const { efs, ec2 } = world.fake.state
    const there = () => [efs.fileSystems.size, efs.mountTargets.size, efs.accessPoints.size, ec2.securityGroups.size]
    const before = there()
    await expect(deployed({ Scenario: 'DomainShared' }, world)).rejects.toThrow(/SpaceRoleMissingError/)
    expect(there()).toEqual(before)
  })

  test.each([
    ['DomainShared', 'SetDomainDefaultFunction'],
    ['VpcShared', 'ShareAcrossVpcDomainsFunction'],
  ])('takes none for its private spaces alone with %s, and then none may be passed', async (Scenario, functionId) => {
    const { stack, fake, entryFor } = await deployed({ Scenario, Scope: 'private' }, withoutRole())
    expect(await stack.invoke(functionId, {})).toMatchObject({ outcome: 'changed' })
    expect(domainFileSystems(fake, domainId).private).toEqual([entryFor('/_shared')])
    expect(fake.state.sagemaker.domains.get(domainId)?.DefaultSpaceSettings).toBeUndefined()
    expect(stack.statementsOf(functionId).flatMap(({ Action }) => Action)).not.toContain('iam:PassRole')
    expect(stack.denials).toEqual([])
  })

  test('takes the one of the parameters', async () => {
    const { stack, fake } = await deployed({ Scenario: 'DomainShared', ExecutionRoleArn: role }, withoutRole())
    expect(await stack.invoke('SetDomainDefaultFunction', {})).toMatchObject({ outcome: 'changed' })
    expect(fake.state.sagemaker.domains.get(domainId)?.DefaultSpaceSettings?.ExecutionRole).toBe(role)
  })
})
