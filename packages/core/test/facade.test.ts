import { assertErr, memoryDirectoryDriver } from '@studio-efs/testing'
import type { Result, ResultAsync } from 'neverthrow'
import { err, ok } from 'neverthrow'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { lookupEventsSource } from '../src/cloudtrail.js'
import { InvalidInputError } from '../src/errors.js'
import {
  attachToProfile,
  backfillProfiles,
  createStudioEfs,
  type OnboardProfileError,
  type OnboardProfileOutput,
  unwrap,
} from '../src/index.js'
import { lambdaDirectoryDriver } from '../src/lambda.js'
import { alice, domainId, fileSystemId, studio } from './studio.js'

const gone = { ...alice, userProfileName: 'nobody' }
const noDomain = { ...alice, domainId: 'd-nowhere' }

describe("errors: 'throw'", () => {
  test('a method resolves with the output itself', async () => {
    const { context, profile, listOf } = studio()
    profile('alice')
    const studioEfs = createStudioEfs(context, { errors: 'throw' })
    const output = await studioEfs.onboardProfile(alice)
    expectTypeOf(output).toEqualTypeOf<OnboardProfileOutput>()
    expect(output.changes).toHaveLength(2)
    expect(listOf('alice')).toHaveLength(1)
  })

  test('a method rejects with the error that it returns otherwise', async () => {
    const { context, studioEfs } = studio()
    const returned = assertErr(await studioEfs.onboardProfile(gone), 'ResourceNotFoundError')
    const rejected = createStudioEfs(context, { errors: 'throw' }).onboardProfile(gone)
    await expect(rejected).rejects.toMatchObject({ name: returned.name, message: returned.message })
    await expect(rejected).rejects.toBeInstanceOf(returned.constructor)
  })

  test('a run is iterated as before, and its summary is a promise', async () => {
    const { context, profile } = studio()
    profile('alice')
    const run = createStudioEfs(context, { errors: 'throw' }).backfillProfiles({ domainIds: [domainId], fileSystemId })
    const outcomes = []
    for await (const { outcome } of run) outcomes.push(outcome)
    const summary = await run.summary()
    expectTypeOf(summary.onboarded).toEqualTypeOf<number>()
    expect([outcomes, summary.onboarded]).toEqual([['onboarded'], 1])
  })

  test('the summary of a run that cannot start rejects, and so does its loop', async () => {
    const { context } = studio()
    const studioEfs = createStudioEfs(context, { errors: 'throw' })
    const input = { domainIds: ['d-nowhere'], fileSystemId }
    await expect(studioEfs.backfillProfiles(input).summary()).rejects.toMatchObject({ name: 'ResourceNotFoundError' })
    const loop = async () => {
      for await (const _ of studioEfs.backfillProfiles(input));
    }
    await expect(loop()).rejects.toMatchObject({ name: 'ResourceNotFoundError' })
  })
})

describe('unwrap', () => {
  test('takes the value of a result, and throws its error as it is', () => {
    const error = new InvalidInputError({ field: 'a', allowed: 'b', received: 'c' })
    const good: Result<number, InvalidInputError> = ok(1)
    expectTypeOf(unwrap(good)).toEqualTypeOf<number>()
    expect(unwrap(good)).toBe(1)
    expect(() => unwrap(err(error))).toThrow(error)
  })

  test('makes a promise of what a free function returns', async () => {
    const { context, profile } = studio()
    profile('alice')
    const attached = unwrap(attachToProfile(context, { ...alice, fileSystemPath: '/alice' }))
    expectTypeOf(attached).resolves.toHaveProperty('changes')
    expect((await attached).changes).toHaveLength(1)
    await expect(unwrap(attachToProfile(context, { ...noDomain, fileSystemPath: '/a' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundError',
    })
  })

  test('makes the summary of a run a promise', async () => {
    const { context } = studio()
    const run = unwrap(backfillProfiles(context, { domainIds: [domainId], fileSystemId }))
    expect((await run.summary()).onboarded).toBe(0)
  })
})

describe('a part that the context lacks', () => {
  const needs = {
    provisionUserDirectory: ['sagemaker', 'directories'],
    attachToProfile: ['sagemaker'],
    onboardProfile: ['sagemaker', 'directories'],
    onboardProfiles: ['sagemaker', 'directories'],
    backfillProfiles: ['sagemaker', 'directories'],
    replayCloudTrail: ['sagemaker', 'directories'],
    detachFromProfile: ['sagemaker'],
    detachProfiles: ['sagemaker'],
    adoptDirectories: ['sagemaker', 'directories'],
    allocateIdentity: ['sagemaker', 'directories'],
    createUserProfile: ['sagemaker', 'directories'],
    reportIdentities: ['sagemaker'],
    offboardProfile: ['sagemaker', 'directories'],
    archiveLeavers: ['sagemaker', 'directories'],
    listArchives: ['directories'],
    purgeArchives: ['directories'],
    restoreDirectory: ['sagemaker', 'directories'],
    restoreFromBackup: ['sagemaker', 'directories', 'backup'],
    setDomainDefault: ['sagemaker'],
    clearDomainDefault: ['sagemaker'],
    shareAcrossVpcDomains: ['sagemaker', 'efs', 'ec2'],
    unshareAcrossVpcDomains: ['sagemaker'],
    describeSharing: ['sagemaker', 'efs', 'ec2'],
    describeStudio: ['sagemaker'],
    diagnose: ['sagemaker'],
    measureUsage: ['directories'],
    ensureFileSystemForDomain: ['sagemaker', 'efs', 'ec2'],
    removeFileSystem: ['sagemaker', 'efs', 'ec2'],
    attachToSpaces: ['sagemaker'],
    detachFromSpaces: ['sagemaker'],
  } as const
  type Name = keyof typeof needs

  const inputs: Partial<Record<Name, object>> = {
    provisionUserDirectory: { domainId, userProfileName: 'alice' },
    attachToProfile: { ...alice, fileSystemPath: '/alice' },
    onboardProfile: alice,
    onboardProfiles: { domainId, userProfileNames: ['alice'], fileSystemId },
    backfillProfiles: { fileSystemId },
    replayCloudTrail: { fileSystemId, source: (async function* () {})() },
    detachFromProfile: alice,
    detachProfiles: { fileSystemId },
    adoptDirectories: { fileSystemId },
    allocateIdentity: { domainId, userProfileName: 'alice' },
    createUserProfile: alice,
    reportIdentities: { fileSystemId },
    offboardProfile: { domainId, userProfileName: 'alice' },
    archiveLeavers: {},
    listArchives: {},
    purgeArchives: { olderThanDays: 30 },
    restoreDirectory: { archive: 'd-abc/alice/20250101T000000000Z' },
    restoreFromBackup: { domainId, userProfileName: 'alice', fileSystemId },
    setDomainDefault: { domainId, fileSystemId, fileSystemPath: '/_shared' },
    clearDomainDefault: { domainId, fileSystemId },
    shareAcrossVpcDomains: { vpcId: 'vpc-0123456789abcdef0', fileSystemId, fileSystemPath: '/_shared' },
    unshareAcrossVpcDomains: { vpcId: 'vpc-0123456789abcdef0', fileSystemId },
    describeSharing: { fileSystemId },
    describeStudio: { fileSystemId },
    diagnose: { domainId },
    measureUsage: {},
    ensureFileSystemForDomain: { domainId },
    removeFileSystem: { fileSystemId },
    attachToSpaces: { fileSystemId },
    detachFromSpaces: { fileSystemId },
  }

  const all = () => {
    const { context } = studio()
    return { ...context, efs: { send: async () => ({}) }, ec2: { send: async () => ({}) } }
  }

  type Method = (input: object) => Promise<unknown> & { summary?(): Promise<unknown> }

  /** As plain JavaScript calls it. */
  async function errorWithout(name: Name, part: string): Promise<InvalidInputError> {
    const context = Object.fromEntries(Object.entries(all()).filter(([key]) => key !== part))
    const methods = createStudioEfs(context, { errors: 'throw' }) as unknown as Record<Name, Method>
    const output = methods[name](inputs[name] ?? {})
    return (output.summary?.() ?? output).then(
      () => expect.unreachable(),
      (error) => error,
    )
  }

  test('every operation is here', () => {
    expect(Object.keys(needs).sort()).toEqual(Object.keys(createStudioEfs({})).sort())
  })

  test.each(Object.entries(needs).flatMap(([name, parts]) => parts.map((part) => [name as Name, part] as const)))(
    '%s without %s returns an error that names it',
    async (name, part) => {
      expect((await errorWithout(name, part)).field).toBe(`context.${part}`)
    },
  )

  test('the error names the client and its package', async () => {
    const { message } = await errorWithout('removeFileSystem', 'efs')
    expect(message).toBe(
      'context.efs is missing or no such object; allowed: an EFSClient of @aws-sdk/client-efs. Install it with npm install @aws-sdk/client-efs, and give the context efs: new EFSClient({}).',
    )
  })

  test('a source and a driver without their clients name them', async () => {
    const source = lookupEventsSource({} as never)
    const input = { fileSystemId, source }
    const summary = await createStudioEfs(studio().context).replayCloudTrail(input).summary()
    expect(assertErr(summary)).toMatchObject({ name: 'InvalidInputError', field: 'context.cloudTrail' })
    expect(() => lambdaDirectoryDriver({ functionName: 'directories' } as never)).toThrow(
      'context.lambda is missing or no such object; allowed: a LambdaClient of @aws-sdk/client-lambda.',
    )
  })

  test('an operation that lacks a client does not compile', () => {
    const { context } = studio()
    const studioEfs = createStudioEfs({ sagemaker: context.sagemaker })
    const throwing = createStudioEfs(context, { errors: 'throw' })
    expectTypeOf(studioEfs.attachToProfile).toBeCallableWith({ ...alice, fileSystemPath: '/alice' })
    expectTypeOf(studioEfs.removeFileSystem).not.toBeFunction()
    expectTypeOf(throwing.removeFileSystem).not.toBeFunction()
    expectTypeOf(
      studioEfs.onboardProfile.contextLacks,
    ).toEqualTypeOf<'directories: a directory driver, such as posixDirectoryDriver of @studio-efs/core/posix'>()
    expectTypeOf(throwing.describeSharing.contextLacks).toEqualTypeOf<
      'efs: an EFSClient of @aws-sdk/client-efs' | 'ec2: an EC2Client of @aws-sdk/client-ec2'
    >()
  })

  test('a misspelt part does not compile', () => {
    const { sagemaker } = studio().context
    const logger = console
    // @ts-expect-error: it is called `logger`.
    createStudioEfs({ sagemaker, loger: logger })
    // @ts-expect-error: that is no client.
    createStudioEfs({ sagemaker: 'eu-west-1' })
    // @ts-expect-error: it is 'throw'.
    createStudioEfs({ sagemaker }, { errors: 'throws' })
    createStudioEfs({ sagemaker, logger, directories: memoryDirectoryDriver() })
  })

  test('the errors of a method are those of the free function', async () => {
    const { studioEfs } = studio()
    const result = studioEfs.onboardProfile(gone)
    expectTypeOf(result).toEqualTypeOf<ResultAsync<OnboardProfileOutput, OnboardProfileError>>()
    expect((await result).isErr()).toBe(true)
  })
})
