import {
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
  paginateListUserProfiles,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { Listening } from './http-server.js'

const fake = createFakeAws()
let server: Listening
let client: SageMakerClient

beforeAll(async () => {
  server = await fake.listen()
  fake.seed.domain({ DomainId: 'd-abc' })
  client = new SageMakerClient({
    region: 'eu-west-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
})

afterAll(() => fake.close())

function post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.url, { method: 'POST', body: body as NonNullable<RequestInit['body']>, headers })
}

const describeTarget = { 'x-amz-target': 'SageMaker.DescribeUserProfile' }

describe('listen', () => {
  it('serves a client with real signatures', async () => {
    for (const name of ['alice', 'Bob']) {
      await client.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: name }))
    }
    await fake.clock.advance(500)
    const profile = await client.send(new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'bob' }))
    expect(profile).toMatchObject({ UserProfileName: 'Bob', Status: 'Pending' })
    const names: (string | undefined)[] = []
    for await (const page of paginateListUserProfiles({ client, pageSize: 1 }, { DomainIdEquals: 'd-abc' })) {
      names.push(...(page.UserProfiles ?? []).map(({ UserProfileName }) => UserProfileName))
    }
    expect(names).toEqual(['alice', 'Bob'])
  })

  it('breaks the connection when a fault says so', async () => {
    fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'connection-reset' } })
    const reading = client.send(new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'carol' }))
    await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('refuses a body that is no JSON', async () => {
    const reply = await post('{"DomainId":', describeTarget)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ __type: 'SerializationException' })
  })

  it('says that it does not implement an operation or a service', async () => {
    const operation = await post('{}', { 'x-amz-target': 'SageMaker.CreateNotebookInstance' })
    expect(operation.status).toBe(404)
    expect(await operation.json()).toMatchObject({
      __type: 'UnknownOperationException',
      message: 'The fake AWS does not implement CreateNotebookInstance.',
    })
    const service = await post('{}', {
      authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/dynamodb/aws4_request',
    })
    expect(await service.json()).toMatchObject({ message: expect.stringContaining("service 'dynamodb'") })
    expect((await fetch(server.url)).status).toBe(404)
  })

  it('says so in XML to clients of XML protocols', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    const reply = await post('Action=AssumeRole&Version=2011-06-15', form)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/xml'])
    const text = await reply.text()
    expect(text).toContain('<Code>UnknownOperationException</Code>')
    expect(text).toContain('<Message>The fake AWS does not implement AssumeRole.</Message>')
  })

  it('names the request for an operation of a service that it has', async () => {
    const s3 = { authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/s3/aws4_request' }
    const put = await fetch(`${server.url}/logs/a.txt`, { method: 'PUT', body: 'A', headers: s3 })
    expect(await put.text()).toContain('The fake AWS does not implement PUT /logs/a.txt of s3.')
    const get = await fetch(`${server.url}/2015-03-31/functions/greet`)
    expect(await get.json()).toMatchObject({
      Message: 'The fake AWS does not implement GET /2015-03-31/functions/greet of lambda.',
    })
  })

  it('refuses an oversized page token and an oversized body', async () => {
    const token = await post(JSON.stringify({ NextToken: 'x'.repeat(9_000) }), {
      'x-amz-target': 'SageMaker.ListDomains',
    })
    expect(await token.json()).toMatchObject({ __type: 'ValidationException' })
    const body = await post(new Uint8Array(9 * 1024 * 1024), describeTarget)
    expect(body.status).toBe(413)
  })

  it('answers any body, and keeps serving', async () => {
    fake.seed.domain({ DomainId: 'd-any' })
    fake.seed.userProfile({ DomainId: 'd-any', UserProfileName: 'alice' })
    const targets = [
      'CreateDomain',
      'UpdateDomain',
      'CreateUserProfile',
      'UpdateUserProfile',
      'CreateSpace',
      'ListTags',
    ]
    const bodies = fc.oneof(fc.json(), fc.string(), fc.uint8Array(), structuredGarbage())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), bodies, async (target, body) => {
        const reply = await post(body, { 'x-amz-target': `SageMaker.${target}` })
        const text = await reply.text()
        expect(reply.status, text).toBeLessThan(500)
      }),
      { numRuns: 300 },
    )
    await client.send(new DescribeUserProfileCommand({ DomainId: 'd-any', UserProfileName: 'alice' }))
  })

  it('never closes a connection between two requests, which would reset the next one of a busy process', async () => {
    const reply = await post('{}', describeTarget)
    expect([reply.headers.get('connection'), reply.headers.get('keep-alive')]).toEqual(['keep-alive', null])
  })
})

// Known members with any values get further into the rules than pure noise.
function structuredGarbage(): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('d-any', 'alice', null, [], {}, [{ EFSFileSystemConfig: null }]),
  )
  const settings = fc.record({ CustomFileSystemConfigs: value, CustomPosixUserConfig: value, ExecutionRole: value })
  const members = {
    DomainId: fc.oneof(fc.constant('d-any'), value),
    UserProfileName: fc.oneof(fc.constant('alice'), value),
    UserSettings: fc.oneof(settings, value),
    DefaultUserSettings: fc.oneof(settings, value),
    SubnetIds: value,
    Tags: value,
  }
  return fc.record(members, { requiredKeys: [] }).map((input) => JSON.stringify(input))
}
