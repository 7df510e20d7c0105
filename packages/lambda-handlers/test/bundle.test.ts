import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '@studio-efs/core'
import {
  createFakeAws,
  createUserProfileEvent,
  deleteUserProfileEvent,
  efsEntry,
  type FakeAws,
  memoryDirectoryDriver,
  userProfileKey,
} from '@studio-efs/testing'
import { unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Bundle,
  type BundleName,
  bundleNames,
  bytesOf,
  isSplit,
  maxBundleBytes,
  maxLaterBytes,
  writeBundle,
  zipOf,
} from '../build/bundles.js'
import { jsonLogger } from '../src/handler/json-logger.js'
import { createProvisionDirectories } from '../src/provision-directories.js'
import { startNewerSageMaker } from './newer-sagemaker.js'
import { startResponseServer } from './response-server.js'
import { type FunctionProcess, startFunction } from './runtime/function-process.js'
import { nodeVersions } from './runtime/node-versions.js'

/** Processes and bundles take their time where many tests share two cores. */
const TIMEOUT_MS = 180_000
vi.setConfig({ testTimeout: TIMEOUT_MS })

const work = mkdtempSync(join(tmpdir(), 'studio-efs-bundle-'))
const bundles = new Map<string, Bundle>()
const zips = new Map<string, Uint8Array>()
const domainId = 'd-science'
const fixed = { STUDIO_EFS_FILE_SYSTEM_ID: 'fs-0123456789abcdef0', STUDIO_EFS_DOMAIN_IDS: domainId }
const control = { ...fixed, STUDIO_EFS_LAYOUT: '/{userProfileName}' }
const event = createUserProfileEvent({ domainId, userProfileName: 'alice' })
const asRoot = process.getuid?.() === 0
const open: (() => void | Promise<void>)[] = []

beforeAll(async () => {
  for (const name of bundleNames) bundles.set(name, await writeBundle(name, join(work, name)))
  for (const [name, bundle] of bundles) zips.set(name, zipOf(bundle))
}, TIMEOUT_MS)
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

test.each(bundleNames)(
  '%s is at least 5% smaller than is promised, so that the next version of the SDK has room',
  (name) => {
    const { atStart, later } = bytesOf(bundles.get(name) ?? { files: {} })
    expect(statSync(join(work, name, 'index.mjs')).size).toBe(atStart)
    expect(atStart).toBeLessThanOrEqual(0.95 * maxBundleBytes(name))
    expect(later).toBeLessThanOrEqual(0.95 * maxLaterBytes(name))
  },
)

test('the POSIX driver is in files that a function loads only where the file system is mounted', () => {
  const withSystemCalls = (name: BundleName) =>
    Object.entries(bundles.get(name)?.files ?? {})
      .filter(([, code]) => Buffer.from(code).toString().includes('O_NOFOLLOW'))
      .map(([file]) => file.replace(/-\w+\.mjs$/, ''))
  for (const name of bundleNames.filter((each) => each !== 'provision-directories'))
    expect([name, withSystemCalls(name)]).toEqual([name, isSplit(name) ? ['posix'] : []])
})

test('code that few requests need is in files that index.mjs loads later; the same sources give the same bytes', async () => {
  const name = 'provision-directories'
  const files = bundles.get(name)?.files ?? {}
  const later = Object.keys(files).filter((file) => file !== 'index.mjs')
  expect(later.length).toBeGreaterThan(0)
  const textOf = (file: string) => Buffer.from(files[file] ?? []).toString()
  const start = textOf('index.mjs')
  for (const file of later) {
    // Another file that is loaded later may share the code.
    const isLoaded =
      start.includes(`import("./${file}")`) || later.some((other) => textOf(other).includes(`from"./${file}"`))
    expect([file, isLoaded]).toEqual([file, true])
    expect(start.includes(`from"./${file}"`)).toBe(false)
  }
  expect(Buffer.compare(zipOf(await writeBundle(name, join(work, 'again'))), zips.get(name) ?? Buffer.of())).toBe(0)
})

const everywhere = ['neverthrow', 'p-limit', 'yocto-queue']
const withSdk = [
  ...everywhere,
  ...['@aws-sdk/client-sagemaker', '@aws-sdk/core', '@aws-sdk/credential-provider-env', '@aws/lambda-invoke-store'],
  ...['@smithy/core', '@smithy/node-http-handler', '@smithy/signature-v4', '@smithy/types'],
]
const lambda = '@aws-sdk/client-lambda'
/** For the check of the file system. */
const efs = '@aws-sdk/client-efs'
const network = ['@aws-sdk/client-ec2', efs, '@aws-sdk/xml-builder']
const packagesIn: Readonly<Record<BundleName, readonly string[]>> = {
  'archive-leavers': [...withSdk, lambda],
  'attach-to-spaces': withSdk,
  'backfill-user-profiles': [...withSdk, lambda, efs],
  'ensure-file-system': [...withSdk, ...network],
  'measure-usage': [...withSdk, lambda, efs],
  'on-space-created': withSdk,
  'on-user-profile-created': [...withSdk, lambda, efs],
  'on-user-profile-deleted': [...withSdk, lambda],
  'onboard-batch': [...withSdk, lambda, efs],
  'provision-directories': everywhere,
  'replay-cloudtrail': [...withSdk, lambda, efs, '@aws-sdk/client-cloudtrail'],
  'set-domain-default': [...withSdk, lambda, efs],
  'share-across-vpc-domains': [...withSdk, lambda, ...network],
}

test.each(bundleNames)('the notices in the zip of %s name exactly the packages whose code is in it', (name) => {
  const files = unzipSync(zips.get(name) ?? new Uint8Array())
  const code = Object.keys(files).filter((file) => file !== 'THIRD-PARTY-NOTICES')
  expect(code).toEqual(Object.keys(bundles.get(name)?.files ?? {}))
  expect(code.length > 1).toBe(isSplit(name))
  const notices = Buffer.from(files['THIRD-PARTY-NOTICES'] ?? []).toString()
  const named = [...notices.matchAll(/^(\S+) \d+\.\S+ \((?:MIT|Apache-2\.0)\)$/gm)].map(([, each]) => each)
  expect(named.sort()).toEqual([...packagesIn[name]].sort())
})

async function studio() {
  const delays = {
    updateUserProfile: 0,
    updateDomain: 0,
    createFileSystem: 0,
    createMountTarget: 0,
    createAccessPoint: 0,
  }
  const fake: FakeAws<Clock> = createFakeAws({ clock: systemClock, delays })
  open.push(() => fake.close())
  const { vpc, subnets } = fake.seed.vpc({ zones: 2 })
  fake.seed.domain({
    DomainId: domainId,
    VpcId: vpc.VpcId,
    SubnetIds: subnets.map(({ SubnetId }) => SubnetId),
    DefaultSpaceSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/SharedSpaces' },
  })
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  const { url } = await fake.listen()
  const mountPath = mkdtempSync(join(work, 'mount-'))
  const mount = { STUDIO_EFS_MOUNT_PATH: mountPath, STUDIO_EFS_MOUNT_POINT: 'not-required' }
  return { fake, vpcId: vpc.VpcId, url, mountPath, mount }
}

async function started(name: BundleName, node: string, environment: Record<string, string>) {
  const running: FunctionProcess = await startFunction({ zip: zips.get(name) ?? new Uint8Array(), node, environment })
  open.push(() => running.stop())
  return running
}

/** The topology of the template: the control function invokes the directory function, which mounts the file system. */
async function twoFunctions(node: string, directoryEnvironment: Record<string, string> = {}) {
  const { fake, url, mountPath, mount } = await studio()
  const directories = await started('provision-directories', node, { ...mount, ...directoryEnvironment })
  fake.functions.register('directories', (request) => directories.invoke(request))
  const environment = { AWS_ENDPOINT_URL: url, ...control, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' }
  return { fake, mountPath, directories, onCreated: await started('on-user-profile-created', node, environment) }
}

/** Options of a directory function that keeps its directories in memory. */
const inMemory = () => ({ context: { directories: memoryDirectoryDriver(), logger: jsonLogger(() => {}) } })

const request = {
  ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer?signature=1',
  ...{ StackId: 'stack', RequestId: '1', LogicalResourceId: 'FileSystem' },
}

/** Environment that sends the zip's answers to a test's server in place of CloudFormation's bucket. */
const answersTo = ({ url }: { readonly url: string }) => ({
  ANSWERS_TO: new URL(url).origin,
  NODE_OPTIONS: `--import=${new URL('runtime/answers-to-a-test.mjs', import.meta.url).href}`,
})

for (const { name, node, there } of nodeVersions) {
  describe.skipIf(!there)(`the zips, run by ${name} over the runtime API`, () => {
    test.skipIf(!asRoot)(
      'two functions onboard a profile, and a second time change nothing (needs root, for chown)',
      async () => {
        const { fake, mountPath, directories, onCreated } = await twoFunctions(node)
        expect(await onCreated.invoke(event)).toMatchObject({ outcome: 'onboarded' })
        expect(await onCreated.invoke(event)).toMatchObject({ outcome: 'unchanged' })
        const { uid, gid, mode } = statSync(join(mountPath, 'alice'))
        expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 200_001, gid: 1001, mode: 0o700 })
        expect([...fake.state.sagemaker.userProfiles.values()][0]?.UserSettings?.CustomFileSystemConfigs).toHaveLength(
          1,
        )
        expect([directories.records, onCreated.records].map((records) => records.length)).toEqual([2, 2])
      },
    )

    test.skipIf(!asRoot)(
      'the directory function loads the code of a rare request when one comes (needs root)',
      async () => {
        const { mount } = await studio()
        const directories = await started('provision-directories', node, mount)
        const generation = {
          ...{ accountId: '111122223333', region: 'eu-west-1', domainId, userProfileName: 'alice' },
          createdAt: '2025-01-01T00:00:00.000Z',
        }
        const spec = { path: '/alice', owner: { uid: 200_001, gid: 1001 }, mode: '0700' }
        const claimDirectories = [{ ...spec, claim: { kind: 'private', ...generation } }]
        await directories.invoke({ version: 2, claimDirectories })
        const releaseDirectories = [{ path: '/alice', generation }]
        expect(await directories.invoke({ version: 2, releaseDirectories })).toMatchObject({
          results: [{ ok: { outcome: 'archived' } }],
        })
      },
    )

    test('entries of other kinds in a list are sent back with everything in them', async () => {
      const { fake, url } = await studio()
      const others = [
        efsEntry('fs-00000000000000001', '/others'),
        { FSxLustreFileSystemConfig: { FileSystemId: 'fs-00000000000000002', FileSystemPath: '/lustre' } },
        { S3FileSystemConfig: { S3Uri: 's3://bucket/data', MountPath: 'data' } },
      ]
      const listed = { CustomFileSystemConfigs: others }
      fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'bob', UserSettings: listed })
      fake.functions.register('directories', createProvisionDirectories(inMemory()))
      const environment = { AWS_ENDPOINT_URL: url, ...control, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' }
      const onCreated = await started('on-user-profile-created', node, environment)
      await onCreated.invoke(createUserProfileEvent({ domainId, userProfileName: 'bob' }))
      const profile = fake.state.sagemaker.userProfiles.get(userProfileKey(domainId, 'bob'))
      const own = { FileSystemId: control.STUDIO_EFS_FILE_SYSTEM_ID, FileSystemPath: '/bob' }
      expect(profile?.UserSettings?.CustomFileSystemConfigs).toEqual([...others, { EFSFileSystemConfig: own }])
    })

    test('members of entries that the SDK does not know are sent back by the zip', async () => {
      const { fake, url } = await studio()
      const newer = await startNewerSageMaker(fake, url)
      open.push(newer.close)
      const entry = { FileSystemId: 'fs-00000000000000001', FileSystemPath: '/others', ReadOnly: true }
      const others = [
        { EFSFileSystemConfig: entry, Label: 'theirs' },
        { NewFileSystemConfig: { Name: 'n', Depth: [1] } },
      ]
      fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'bob' })
      const profile = fake.state.sagemaker.userProfiles.get(userProfileKey(domainId, 'bob'))
      Object.assign(profile ?? {}, { UserSettings: { CustomFileSystemConfigs: others } })
      fake.functions.register('directories', createProvisionDirectories(inMemory()))
      const environment = { AWS_ENDPOINT_URL: newer.url, ...control, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' }
      const onCreated = await started('on-user-profile-created', node, environment)
      expect(await onCreated.invoke(createUserProfileEvent({ domainId, userProfileName: 'bob' }))).toMatchObject({
        outcome: 'onboarded',
      })
      const own = { FileSystemId: control.STUDIO_EFS_FILE_SYSTEM_ID, FileSystemPath: '/bob' }
      expect(newer.updates).toMatchObject([
        { UserSettings: { CustomFileSystemConfigs: [...others, { EFSFileSystemConfig: own }] } },
      ])
    })

    test('a planted link is refused through both functions by its name, and the profile is left alone', async () => {
      const { fake, mountPath, onCreated } = await twoFunctions(node)
      symlinkSync('/etc', join(mountPath, 'alice'))
      const before = statSync('/etc')
      await expect(onCreated.invoke(event)).rejects.toMatchObject({ name: 'NotADirectoryError' })
      expect(statSync('/etc')).toMatchObject({ uid: before.uid, gid: before.gid, mode: before.mode })
      expect(fake.calls.map(({ operation }) => operation)).not.toContain('UpdateUserProfile')
    })

    test('a directory function with a wrong environment is not confused with one that does not exist', async () => {
      const { fake, onCreated } = await twoFunctions(node, { STUDIO_EFS_ROOT: 'studio', STUDIO_EFS_MOUNT_PATH: 'mnt' })
      await expect(onCreated.invoke(event)).rejects.toMatchObject({
        name: 'DirectoryFunctionError',
        message: expect.stringMatching(/InvalidConfigurationError.*STUDIO_EFS_ROOT.*STUDIO_EFS_MOUNT_PATH/),
      })
      fake.state.lambda.functions.clear()
      await expect(onCreated.invoke(event)).rejects.toMatchObject({ name: 'DirectoryFunctionUnavailableError' })
    })

    test.skipIf(!asRoot)(
      'one function does it all where the file system is mounted (needs root, for chown)',
      async () => {
        const { url, mountPath, mount } = await studio()
        const onCreated = await started('on-user-profile-created', node, {
          AWS_ENDPOINT_URL: url,
          ...control,
          ...mount,
        })
        expect(await onCreated.invoke(event)).toMatchObject({ outcome: 'onboarded' })
        expect(readdirSync(mountPath)).toEqual(['.studio-efs', 'alice'])
        expect(readdirSync(join(mountPath, '.studio-efs/claims'))).toEqual(['alice'])
      },
    )

    test('a folder that is no mount point is refused, unless the environment allows it', async () => {
      const { url, mountPath } = await studio()
      const environment = { AWS_ENDPOINT_URL: url, ...control, STUDIO_EFS_MOUNT_PATH: mountPath }
      const onCreated = await started('on-user-profile-created', node, environment)
      await expect(onCreated.invoke(event)).rejects.toMatchObject({ name: 'NotMountedError' })
      expect(readdirSync(mountPath)).toEqual([])
    })

    test('every wrong variable is reported at the first event, not before', async () => {
      const wrong = { STUDIO_EFS_FILE_SYSTEM_ID: 'x', STUDIO_EFS_LAYOUT: 'y' }
      const onCreated = await started('on-user-profile-created', node, wrong)
      expect(onCreated.records).toEqual([])
      await expect(onCreated.invoke(event)).rejects.toMatchObject({
        name: 'InvalidConfigurationError',
        message: expect.stringMatching(/STUDIO_EFS_FILE_SYSTEM_ID.*STUDIO_EFS_LAYOUT/),
      })
    })

    test('every other handler does its work', async () => {
      const { fake, url, vpcId } = await studio()
      fake.seed.fileSystem({ FileSystemId: control.STUDIO_EFS_FILE_SYSTEM_ID })
      fake.functions.register('directories', createProvisionDirectories(inMemory()))
      const environment = { AWS_ENDPOINT_URL: url, ...fixed, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' }
      const run = async (name: BundleName, event: unknown, more: Record<string, string> = {}) =>
        (await started(name, node, { ...environment, ...more })).invoke(event)
      expect(await run('backfill-user-profiles', {})).toMatchObject({ outcome: 'complete', onboarded: 1 })
      expect(await run('onboard-batch', { Items: ['alice'] })).toMatchObject({ unchanged: 1, failed: 0 })
      expect(await run('replay-cloudtrail', {})).toMatchObject({ outcome: 'nothing-found', failed: 0 })
      expect(await run('set-domain-default', {})).toMatchObject({ outcome: 'changed' })
      expect(await run('share-across-vpc-domains', {}, { STUDIO_EFS_VPC_ID: vpcId })).toMatchObject({
        outcome: 'changed',
      })
    })

    test('the functions for leavers load the code of rare requests', async () => {
      const { fake, url } = await studio()
      const directories = createProvisionDirectories(inMemory())
      fake.functions.register('directories', directories)
      const spec = { owner: { uid: 200_001, gid: 1001 }, mode: '0700' }
      const generation = {
        accountId: '111122223333',
        region: 'eu-west-1',
        domainId,
        createdAt: '2025-01-01T00:00:00.000Z',
      }
      const claimDirectories = ['bob', 'carol'].map((userProfileName) => ({
        ...{ path: `/${userProfileName}`, ...spec },
        claim: { kind: 'private', ...generation, userProfileName },
      }))
      await directories({ version: 2, claimDirectories })
      const { STUDIO_EFS_FILE_SYSTEM_ID: _, ...rest } = control
      const environment = { AWS_ENDPOINT_URL: url, ...rest, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories' }
      const onDeleted = await started('on-user-profile-deleted', node, environment)
      expect(await onDeleted.invoke(deleteUserProfileEvent({ domainId, userProfileName: 'bob' }))).toMatchObject({
        ...{ outcome: 'archived', path: '/bob' },
      })
      const { STUDIO_EFS_LAYOUT: __, ...swept } = environment
      const sweep = await started('archive-leavers', node, swept)
      expect(await sweep.invoke({})).toMatchObject({ outcome: 'complete', archived: 1 })
      const { STUDIO_EFS_DOMAIN_IDS: ___, ...measured } = swept
      const usage = await started('measure-usage', node, measured)
      expect(await usage.invoke({})).toMatchObject({ outcome: 'complete', remaining: 0 })
    })

    test('the custom resource answers over HTTP, also when AWS lost a reply or had the file system already', async () => {
      const { fake, url } = await studio()
      const lost = { kind: 'connection-reset', change: 'applied' } as const
      for (const operation of ['CreateFileSystem', 'CreateAccessPoint'])
        fake.inject({ service: 'efs', operation, when: 'next', fault: lost })
      const server = await startResponseServer()
      open.push(() => server.close())
      const ensure = await started('ensure-file-system', node, { AWS_ENDPOINT_URL: url, ...answersTo(server) })
      await ensure.invoke({ ...request, RequestType: 'Create', ResourceProperties: { DomainId: domainId } })
      await ensure.invoke({ ...request, RequestType: 'Create', ResourceProperties: {} })
      expect(server.answers()).toMatchObject([
        { Status: 'SUCCESS', Data: { FileSystemId: expect.stringMatching(/^fs-/) } },
        { Status: 'FAILED', Reason: expect.stringContaining('InvalidInputError') },
      ])
      expect(server.received.map(({ headers }) => headers['content-type'])).toEqual(['', ''])
    })

    test('the custom resource answers nobody but S3, and follows no redirect', async () => {
      const elsewhere = await startResponseServer()
      const server = await startResponseServer(() => 307, { location: elsewhere.url })
      open.push(elsewhere.close, server.close)
      const ensure = await started('ensure-file-system', node, answersTo(server))
      await expect(ensure.invoke({ ...request, RequestType: 'Create' })).rejects.toMatchObject({
        name: 'AnswerNotTakenError',
        message: expect.stringContaining('307'),
      })
      await expect(ensure.invoke({ ...request, ResponseURL: elsewhere.url })).rejects.toMatchObject({
        name: 'InvalidInputError',
      })
      expect([server.received.length, elsewhere.received]).toEqual([1, []])
    })
  })
}
