import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import {
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
  ListDomainsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeAwsServer, startFakeAwsServer } from '../src/server/start-server.js'

const studio = [
  {
    roles: [{ RoleName: 'Studio' }],
    domains: [{ DomainId: 'd-abc' }],
    userProfiles: [{ DomainId: 'd-abc', UserProfileName: 'alice' }],
  },
  { region: 'us-east-1', domains: [{ DomainId: 'd-east' }] },
  { account: '999999999999', domains: [{ DomainId: 'd-other' }] },
]

let server: FakeAwsServer

beforeAll(async () => {
  const places = { regions: ['eu-west-1', 'us-east-1'], accounts: ['111122223333', '999999999999'] }
  server = await startFakeAwsServer({ ...places, studio })
})
beforeEach(async () => {
  await control('POST', 'reset')
})
afterAll(() => server.close())

function config(region = 'eu-west-1', accessKeyId = 'AKIAANYTHING') {
  return { region, endpoint: server.url, credentials: { accessKeyId, secretAccessKey: 'secret' }, maxAttempts: 1 }
}

async function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const reply = await fetch(`${server.controlUrl}/${path}`, init)
  return { status: reply.status, body: (await reply.json()) as never as Record<string, never> }
}

async function domainsOf(...place: Parameters<typeof config>): Promise<(string | undefined)[]> {
  const { Domains = [] } = await new SageMakerClient(config(...place)).send(new ListDomainsCommand())
  return Domains.map(({ DomainId }) => DomainId)
}

describe('places', () => {
  it('answers from the Region and the account of the credentials', async () => {
    expect(await domainsOf()).toEqual(['d-abc'])
    expect(await domainsOf('us-east-1')).toEqual(['d-east'])
    expect(await domainsOf('eu-west-1', '999999999999')).toEqual(['d-other'])
    expect(await domainsOf('us-east-1', '999999999999')).toEqual([])
    const identity = await new STSClient(config('us-east-1', '999999999999')).send(new GetCallerIdentityCommand())
    expect(identity.Account).toBe('999999999999')
  })

  it.each([
    ['SageMaker', () => domainsOf('us-west-2'), 'InvalidSignatureException'],
    ['EC2', () => new EC2Client(config('us-west-2')).send(new DescribeVpcsCommand()), 'AuthFailure'],
    [
      'S3',
      () => new S3Client(config('us-west-2')).send(new ListObjectsV2Command({ Bucket: 'logs' })),
      'AuthorizationHeaderMalformed',
    ],
  ])('refuses a Region that it does not serve, to clients of %s', async (_service, call, name) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining("not 'us-west-2'") })
  })

  it('refuses an account that it does not serve', async () => {
    await expect(domainsOf('eu-west-1', '123456789012')).rejects.toMatchObject({
      message: expect.stringContaining('does not serve the account 123456789012'),
    })
  })

  it('has the roles of an account in each of its Regions, and for clients of IAM, which sign for us-east-1', async () => {
    const role = new GetRoleCommand({ RoleName: 'Studio' })
    for (const region of ['eu-west-1', 'us-east-1']) {
      expect((await new IAMClient(config(region)).send(role)).Role?.RoleName).toBe('Studio')
    }
    await expect(new IAMClient(config('us-east-1', '999999999999')).send(role)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  })
})

describe('control API', () => {
  const profile = { DomainId: 'd-abc', UserProfileName: 'bob' }

  it('is healthy, and names what it serves', async () => {
    const { status, body } = await control('GET', 'health')
    expect([status, body['status']]).toEqual([200, 'ok'])
    expect(body['states']).toContainEqual({ account: '999999999999', region: 'us-east-1' })
  })

  it('seeds, and resets to the studio file', async () => {
    expect((await control('POST', 'seed', { domains: [{ DomainId: 'd-new' }] })).status).toBe(200)
    expect(await domainsOf()).toEqual(['d-abc', 'd-new'])
    await control('POST', 'seed?region=us-east-1', { domains: [{ DomainId: 'd-new' }] })
    expect(await domainsOf('us-east-1')).toEqual(['d-east', 'd-new'])
    await control('POST', 'reset')
    expect(await domainsOf()).toEqual(['d-abc'])
  })

  it('advances the clock, so that nobody waits for a profile', async () => {
    const client = new SageMakerClient(config())
    await client.send(new CreateUserProfileCommand(profile))
    const before = (await control('GET', 'clock')).body['now']
    const { body } = await control('POST', 'clock', { advanceMs: 60_000 })
    expect(Number(body['now']) - Number(before)).toBeGreaterThanOrEqual(60_000)
    expect((await client.send(new DescribeUserProfileCommand(profile))).Status).toBe('InService')
  })

  it('injects, lists and removes faults', async () => {
    const fault = { kind: 'error', code: 'ResourceLimitExceeded' }
    const when = { input: { UserProfileName: 'bob' } }
    const injected = await control('POST', 'faults', { service: 'sagemaker', when, fault })
    const client = new SageMakerClient(config())
    const describeProfile = (UserProfileName: string) =>
      client.send(new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName }))
    await expect(describeProfile('bob')).rejects.toMatchObject({ name: 'ResourceLimitExceeded' })
    await describeProfile('alice')
    expect((await control('GET', 'faults')).body).toMatchObject([{ id: injected.body['id'], hits: 1 }])
    await control('DELETE', `faults/${injected.body['id']}`)
    await expect(describeProfile('bob')).rejects.toMatchObject({ name: 'ResourceNotFound' })
    expect((await control('GET', 'faults')).body).toEqual([])
  })

  it('throttles', async () => {
    await control('POST', 'rates', { service: 'sagemaker', operation: 'ListDomains', perSecond: 0.001 })
    await domainsOf()
    await expect(domainsOf()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await control('POST', 'rates', { service: 'sagemaker', operation: 'ListDomains', perSecond: null })
    await domainsOf()
  })

  it('shows calls and state', async () => {
    await domainsOf()
    const { body } = await control('GET', 'calls?operation=ListDomains')
    expect(body['calls']).toMatchObject([{ service: 'sagemaker', outcome: 'ok', input: {} }])
    expect((await control('GET', `calls?after=${body['next']}`)).body['calls']).toEqual([])
    const key = encodeURIComponent('d-abc/alice')
    const alice = (await control('GET', `state/sagemaker/userProfiles/${key}`)).body
    expect(alice).toMatchObject({ UserProfileName: 'alice', CreationTime: expect.stringMatching(/^\d{4}-.*Z$/) })
    expect((await control('GET', 'state/sagemaker/nothing')).status).toBe(404)
  })

  it('gives the events of the calls, filtered by a pattern', async () => {
    await new SageMakerClient(config()).send(new CreateUserProfileCommand(profile))
    const pattern = (eventName: string) => encodeURIComponent(JSON.stringify({ detail: { eventName: [eventName] } }))
    const { events } = (await control('GET', `events?pattern=${pattern('CreateUserProfile')}`)).body
    expect(events).toMatchObject([
      { source: 'aws.sagemaker', detail: { requestParameters: { userProfileName: 'bob' } } },
    ])
    expect((await control('GET', `events?pattern=${pattern('DeleteDomain')}`)).body['events']).toEqual([])
  })

  it('keeps the directories of each file system until a reset', async () => {
    const attributes = { uid: 200_001, gid: 1001, mode: '0700' }
    const directories = [{ FileSystemId: 'fs-0abc0000000000000', path: '/alice', ...attributes }]
    const fileSystems = [{ FileSystemId: 'fs-0abc0000000000000' }]
    expect((await control('POST', 'seed', { fileSystems, directories })).status).toBe(200)
    const alice = { path: '/alice', kind: 'directory', ...attributes }
    expect((await control('GET', 'directories')).body).toEqual({ 'fs-0abc0000000000000': [alice] })
    expect((await control('GET', 'directories?region=us-east-1')).body).toEqual({})
    await control('POST', 'reset')
    expect((await control('GET', 'directories')).body).toEqual({})
  })

  it.each([
    ['directories', { path: '/a', uid: 0, gid: 0, mode: '0700' }, 'There is no file system fs-0abc0000000000000.'],
    ['recoveryPoints', {}, 'There is no file system fs-0abc0000000000000'],
    ['directoryFunctions', { FunctionName: 'f' }, 'There is no file system fs-0abc0000000000000.'],
    ['directories', { path: '/a' }, 'directories[0] lacks uid.'],
  ])('refuses %s with %j without its file system or its members', async (section, entry, message) => {
    const entries = [{ FileSystemId: 'fs-0abc0000000000000', ...entry }]
    const { status, body } = await control('POST', 'seed', { [section]: entries })
    expect([status, body]).toEqual([400, { error: expect.stringContaining(message) }])
  })

  it.each([
    ['directories', { path: '/a/../b', uid: 0, gid: 0, mode: '0700' }, 'path is'],
    ['directories', { path: '/a', uid: -1, gid: 0, mode: '0700' }, 'uid and gid must be'],
    ['directories', { path: '/a', uid: 0, gid: 0, mode: '700' }, 'mode must be'],
    ['recoveryPoints', { createdAt: 'yesterday' }, 'createdAt must be'],
  ])('refuses %s with %j', async (section, entry, message) => {
    const FileSystemId = 'fs-0abc0000000000000'
    const entries = [{ FileSystemId, ...entry }]
    const { status, body } = await control('POST', 'seed', { fileSystems: [{ FileSystemId }], [section]: entries })
    expect([status, body]).toEqual([400, { error: expect.stringMatching(new RegExp(`^${section}.0.: ${message}`)) }])
  })

  it('delivers events to a URL, again after a failure', async () => {
    const received: string[] = []
    const target = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      received.push(JSON.parse(Buffer.concat(chunks).toString()).detail.eventName)
      response.writeHead(received.length === 1 ? 500 : 200).end()
      await control('POST', 'clock', { advanceMs: 60_000 })
    })
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`
    const { body } = await control('POST', 'deliveries', { url, delay: 0, pattern: { source: ['aws.sagemaker'] } })
    await new SageMakerClient(config()).send(new CreateUserProfileCommand(profile))
    const report = async () => (await control('GET', `deliveries/${body['id']}`)).body
    await expect.poll(async () => (await report())['delivered'], { interval: 5 }).toHaveLength(1)
    expect(received).toEqual(['CreateUserProfile', 'CreateUserProfile'])
    expect(await report()).toMatchObject({ attempts: 2, deadLetters: [], dropped: [] })
    expect((await control('DELETE', `deliveries/${body['id']}`)).status).toBe(200)
    target.close()
    target.closeAllConnections()
  })

  it.each([
    ['POST', 'seed', { domain: [] }, "Did you mean 'domains'?"],
    ['POST', 'seed', { userProfiles: [{ UserProfileName: 'carol' }] }, 'userProfiles[0] lacks DomainId.'],
    ['POST', 'seed', { userProfiles: [{ DomainId: 'd-no', UserProfileName: 'carol' }] }, 'userProfiles[0]: '],
    ['POST', 'seed', { region: 'us-west-2' }, 'start it with --region us-west-2'],
    ['POST', 'seed', 7, 'The body must be an object.'],
    ['POST', 'clock', { advanceMs: -1 }, 'advanceMs'],
    ['POST', 'faults', { service: 'sagemaker', fault: { kind: 'throtle' } }, "Did you mean 'throttle'?"],
    ['POST', 'faults', { service: 'sagemaker', fault: { kind: 'latency' } }, 'fault.ms must be a number'],
    ['POST', 'faults', { service: 'sagemaker', wen: 'next', fault: { kind: 'throttle' } }, "Did you mean 'when'?"],
    ['POST', 'faults', { service: 'dynamodb', fault: { kind: 'throttle' } }, "no service 'dynamodb'"],
    ['POST', 'faults', { service: 'sagemaker', when: 'soon', fault: { kind: 'throttle' } }, 'when must be'],
    ['POST', 'rates', { service: 'sagemaker', perSecond: 0 }, 'perSecond'],
    ['POST', 'deliveries', { url: 'file:///etc/passwd' }, 'url must be'],
    ['GET', 'deliveries/none', undefined, "no delivery 'none'"],
    ['DELETE', 'faults/none', undefined, "no fault 'none'"],
    ['GET', 'helth', undefined, "Did you mean 'health'?"],
    ['GET', 'reset', undefined, 'takes POST, not GET'],
    ['GET', 'state?region=us-west-2', undefined, 'start it with --region us-west-2'],
    ['GET', 'events?pattern=%7B', undefined, 'JSON'],
  ])('refuses %s %s with %j', async (method, path, sent, message) => {
    const { status, body } = await control(method, path, sent)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body['error']).toContain(message)
  })

  it('answers no page in a browser', async () => {
    expect((await control('POST', 'reset', {}, { origin: 'http://example.com' })).status).toBe(403)
  })
})

it('rejects when the port is in use, and on places that are none', async () => {
  await expect(startFakeAwsServer({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await expect(startFakeAwsServer({ accounts: ['1234'] })).rejects.toThrow('12 digits')
  await expect(startFakeAwsServer({ regions: ['ireland'] })).rejects.toThrow('eu-west-1')
})

it('passes time at its speed', async () => {
  const fast = await startFakeAwsServer({ speed: 1_000 })
  const before = fast.clock.now()
  await fast.clock.sleep(2_000)
  expect(fast.clock.now() - before).toBeGreaterThanOrEqual(2_000)
  await fast.close()
})

it('starts at the time that it is given, for resources that are older than the programs that read them', async () => {
  const domains = [{ DomainId: 'd-abc' }]
  const userProfiles = [{ DomainId: 'd-abc', UserProfileName: 'alice' }]
  const startsAt = new Date('2026-11-24T08:00:00Z')
  const earlier = await startFakeAwsServer({ startsAt, studio: { domains, userProfiles } })
  const [alice] = [...earlier.fake().state.sagemaker.userProfiles.values()]
  expect(Math.floor((alice?.CreationTime.ms ?? 0) / 60_000)).toBe(startsAt.getTime() / 60_000)
  await earlier.close()
})
