import { assertErr, assertOk, efsEntry, stage, type WorkingStudio, workingStudio, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { diagnoseStudio, diagnosisContext, faultsIn } from '../../test/diagnosis-matrix.js'
import { type DiagnoseInput, diagnose } from '../index.js'

const always = () => true
const alice = { userProfileName: 'alice' }

async function diagnoseAlice(studio: WorkingStudio, input: Partial<DiagnoseInput> = {}) {
  return diagnoseStudio(studio, { ...alice, ...input })
}

test('a diagnosis writes nothing and reads each thing once', async () => {
  const studio = workingStudio()
  await diagnoseAlice(studio)
  expect(writesIn(studio.fake.calls)).toEqual([])
  const made = studio.fake.calls.map(({ operation, input }) => JSON.stringify([operation, input]))
  expect(made.length).toBe(new Set(made).size)
})

test('the first red line is the conclusion, with what mends it', async () => {
  const studio = workingStudio()
  stage.mountTargetsRefuseSpaces(studio)
  const { conclusion, otherCauses } = await diagnoseAlice(studio)
  expect(conclusion).toMatchObject({
    kind: 'cause',
    line: { check: 'admitted', remedy: { operation: 'ensureFileSystemForDomain' } },
  })
  expect(otherCauses).toEqual([])
})

test('when all is green it is something else, and the other causes are named', async () => {
  const { conclusion, otherCauses } = await diagnoseAlice(workingStudio())
  expect(conclusion).toEqual({ kind: 'not-us' })
  expect(otherCauses.length).toBeGreaterThan(3)
})

test('without the deep checks, green is not all', async () => {
  const { conclusion, lines } = await diagnoseAlice(workingStudio(), { deep: false })
  expect(conclusion).toMatchObject({
    kind: 'open',
    unknown: [],
    deeper: expect.arrayContaining(['kms-key', 'role-trust']),
  })
  expect(faultsIn(lines)).toEqual([])
})

describe('what may not be read', () => {
  test.each([
    ['sagemaker', 'DescribeSpace', 'sagemaker:DescribeSpace'],
    ['efs', 'DescribeMountTargets', 'elasticfilesystem:DescribeMountTargets'],
    ['iam', 'GetRole', 'iam:GetRole'],
    ['cloudwatch', 'GetMetricData', 'cloudwatch:GetMetricData'],
  ] as const)(
    '%s %s denied: lines are unknown, none is green because of it, and the run goes on',
    async (service, operation, action) => {
      const healthy = await diagnoseAlice(workingStudio())
      const studio = workingStudio()
      studio.fake.inject({
        service,
        operation,
        when: always,
        fault: { kind: 'error', code: 'AccessDeniedException', status: 403 },
      })
      const { lines, deniedActions, conclusion } = await diagnoseAlice(studio)
      const unknown = lines.filter(({ verdict }) => verdict === 'unknown')
      expect(unknown.length).toBeGreaterThan(0)
      expect(deniedActions).toEqual([action])
      expect(conclusion.kind).toBe('open')
      const others = new Map(healthy.lines.map((line) => [line.check, line.verdict]))
      for (const line of lines)
        if (line.verdict !== 'unknown') expect([line.check, line.verdict]).toEqual([line.check, others.get(line.check)])
    },
  )

  test('a client or driver that the context lacks makes its lines unknown, and says which', async () => {
    const { fake, domainId } = workingStudio()
    await fake.clock.advance(300_000)
    const { sagemaker, clock } = diagnosisContext(fake)
    const { lines, conclusion } = assertOk(await diagnose({ sagemaker, clock }, { domainId, ...alice, deep: true }))
    expect(faultsIn(lines)).toEqual([])
    expect(conclusion.kind).toBe('open')
    const reasons = lines.filter(({ verdict }) => verdict === 'unknown').map(({ finding }) => finding)
    expect([...new Set(reasons)].map((reason) => /has no (\w+):/.exec(reason ?? '')?.[1]).toSorted()).toEqual([
      'cloudWatch',
      'directories',
      'ec2',
      'efs',
      'iam',
      'kms',
      'logs',
    ])
    expect(lines.find(({ check }) => check === 'offered')?.verdict).toBe('green')
  })
})

describe('bounds', () => {
  const PROFILES = 1000

  /** A domain of many, where the profile has two spaces among many and a lifecycle configuration. */
  function crowded(): WorkingStudio {
    const studio = workingStudio()
    const { fake, domainId: DomainId } = studio
    for (let n = 0; n < PROFILES; n += 1) {
      fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
      fake.seed.space({ DomainId, SpaceName: `space-${n}`, OwnershipSettings: { OwnerUserProfileName: `user-${n}` } })
    }
    stage.lifecycleConfigDeleted(studio)
    const { SpaceSettings = {} } = studio.space
    const own = {
      OwnershipSettings: { OwnerUserProfileName: 'alice' },
      SpaceSharingSettings: { SharingType: 'Private' },
    } as const
    for (const SpaceName of ['alice-two', 'alice-three'])
      fake.seed.space({ DomainId, SpaceName, SpaceSettings, ...own })
    return studio
  }

  test('one profile of a domain with 1,000 takes at most 25 requests, and no list of profiles', async () => {
    const studio = crowded()
    await diagnoseAlice(studio)
    expect(studio.fake.calls.length).toBeLessThanOrEqual(25)
    expect(studio.fake.calls.map(({ operation }) => operation)).not.toContain('ListUserProfiles')
  })

  test('a domain takes one description of each profile and space, a few at once', async () => {
    const studio = workingStudio()
    const { fake, domainId: DomainId } = studio
    for (let n = 0; n < 30; n += 1) {
      fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
      fake.seed.space({ DomainId, SpaceName: `space-${n}` })
    }
    await diagnoseStudio(studio)
    const count = (name: string) => fake.calls.filter(({ operation }) => operation === name).length
    expect([count('DescribeUserProfile'), count('DescribeSpace')]).toEqual([31, 31])
    expect(fake.calls.length).toBeLessThanOrEqual(31 + 31 + 25)
  })
})

describe('the file system', () => {
  test('is the only one that is offered, when the input names none', async () => {
    const studio = workingStudio()
    const { fileSystemId } = await diagnoseAlice(studio, { fileSystemId: undefined } as never)
    expect(fileSystemId).toBe(studio.fileSystemId)
  })

  test('has to be named among several', async () => {
    const studio = workingStudio()
    const { fake, domainId, userProfile, fileSystemId } = studio
    const CustomFileSystemConfigs = [efsEntry(fileSystemId, '/alice'), efsEntry('fs-0bbbbbbbbbbbbbbbb')]
    userProfile.UserSettings = { CustomFileSystemConfigs }
    const error = assertErr(await diagnose(diagnosisContext(fake), { domainId, ...alice }), 'FileSystemUnclearError')
    expect(error.fileSystemIds).toEqual([fileSystemId, 'fs-0bbbbbbbbbbbbbbbb'])
  })

  test('none at all: its lines are skipped, and nothing is green by it', async () => {
    const studio = workingStudio()
    studio.userProfile.UserSettings = {}
    studio.domain.DefaultSpaceSettings = { ExecutionRole: 'arn:aws:iam::111122223333:role/StudioExecution' }
    stage.spaceWithoutFileSystem(studio)
    const { fake, domainId } = studio
    const { lines, fileSystemId } = assertOk(await diagnose(diagnosisContext(fake), { domainId, ...alice }))
    expect(fileSystemId).toBeUndefined()
    expect(lines.find(({ check }) => check === 'zones-covered')?.verdict).toBe('skipped')
  })
})

test('a symptom narrows the checks, deep ones included', async () => {
  const studio = workingStudio()
  stage.burstCreditsGone(studio)
  stage.directoryMissing(studio)
  const { lines, conclusion, exposure } = await diagnoseAlice(studio, { symptom: 'slow', deep: false })
  expect(faultsIn(lines)).toEqual(['yellow burst-credits'])
  expect(conclusion).toMatchObject({ kind: 'suspect', line: { check: 'burst-credits' } })
  expect(exposure).toBeUndefined()
})

test('a domain that does not exist, and credentials that are refused, end the diagnosis', async () => {
  const { fake, domainId } = workingStudio()
  const context = diagnosisContext(fake)
  assertErr(await diagnose(context, { domainId: 'd-gone', ...alice }), 'ResourceNotFoundError')
  fake.inject({ service: 'sagemaker', when: always, fault: { kind: 'error', code: 'ExpiredTokenException' } })
  assertErr(await diagnose(context, { domainId, ...alice }), 'CredentialsError')
})

test('a profile and a space at once are refused', async () => {
  const { fake, domainId } = workingStudio()
  assertErr(await diagnose(diagnosisContext(fake), { domainId, ...alice, spaceName: 'alice-lab' }), 'InvalidInputError')
})
