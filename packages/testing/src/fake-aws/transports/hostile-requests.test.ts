import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'

const fake = createFakeAws()
let url: string

beforeAll(async () => {
  fake.functions.register('echo', (event: unknown) => event)
  url = (await fake.listen()).url
})
afterAll(() => fake.close())

async function statusOf(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<number> {
  const init = { method: 'POST', body: body as NonNullable<RequestInit['body']>, headers }
  const reply = await fetch(url + path, init)
  const text = await reply.text()
  expect(text).not.toContain('The fake AWS broke')
  return reply.status
}

const nested = fc
  .record({ depth: fc.constantFrom(1, 199, 200, 201, 20_000, 100_000), inArrays: fc.boolean() })
  .map(({ depth, inArrays }) => {
    const [open, close] = inArrays ? ['[', ']'] : ['{"a":', '}']
    return `${open.repeat(depth)}1${close.repeat(depth)}`
  })
const anything = fc.oneof(fc.json(), fc.string(), fc.uint8Array(), nested)
const runs = { numRuns: 200 }

it('LookupEvents refuses or answers any body', { timeout: 60_000 }, async () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 50, 'EventName', 'W1tdXQ==', '1970-01-01', 1e300))
  const attribute = fc.record({ AttributeKey: value, AttributeValue: value }, { requiredKeys: [] })
  const input = fc.record(
    {
      LookupAttributes: fc.oneof(fc.array(attribute), value),
      StartTime: value,
      EndTime: value,
      MaxResults: value,
      NextToken: value,
      EventCategory: value,
    },
    { requiredKeys: [] },
  )
  const headers = { 'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents' }
  const bodies = fc.oneof(
    input.map((value) => JSON.stringify(value)),
    anything,
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      expect([200, 400]).toContain(await statusOf('/', body, headers))
    }),
    runs,
  )
  expect(await statusOf('/', '{}', headers)).toBe(200)
})

it('Invoke refuses or answers any name, header and payload', { timeout: 60_000 }, async () => {
  const name = fc.oneof(fc.constantFrom('echo', '%', '%ff', '..', '__proto__'), fc.string().map(encodeURIComponent))
  const type = fc.constantFrom('RequestResponse', 'Event', 'DryRun', 'Other', '')
  const context = fc.constantFrom('', 'bm8=', 'e30=', '%')
  await fc.assert(
    fc.asyncProperty(name, type, context, anything, async (name, type, context, body) => {
      const headers = { 'x-amz-invocation-type': type, 'x-amz-client-context': context }
      const status = await statusOf(`/2015-03-31/functions/${name}/invocations`, body, headers)
      expect([200, 202, 204, 400, 404]).toContain(status)
    }),
    runs,
  )
  expect(await statusOf('/2015-03-31/functions/echo/invocations', '7', {})).toBe(200)
})

it('JSON of any depth is refused or answered, wherever it stands', { timeout: 60_000 }, async () => {
  const operations = fc.constantFrom('CreateUserProfile', 'UpdateDomain', 'CreateSpace', 'ListTags')
  const members = fc.constantFrom('DomainId', 'UserSettings', 'DefaultUserSettings', 'Tags', 'SubnetIds')
  await fc.assert(
    fc.asyncProperty(operations, members, nested, async (operation, member, value) => {
      const body = `{"DomainId":"d-abc","UserProfileName":"alice","${member}":${value}}`
      expect(await statusOf('/', body, { 'x-amz-target': `SageMaker.${operation}` })).toBe(400)
      expect(await statusOf('/2015-02-01/file-systems', `{"CreationToken":"a","Tags":${value}}`, {})).toBe(400)
    }),
    runs,
  )
})

it('JSON that is nested too deep is refused like malformed JSON', async () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  const codeOf = async (path: string, headers: Record<string, string>) => {
    const reply = await fetch(url + path, { method: 'POST', body: path === '/' ? `{"a":${deep}}` : deep, headers })
    return [reply.status, reply.headers.get('x-amzn-errortype')]
  }
  const target = { 'x-amz-target': 'SageMaker.UpdateDomain' }
  expect(await codeOf('/', target)).toEqual([400, 'SerializationException'])
  expect(await codeOf('/2015-03-31/functions/echo/invocations', {})).toEqual([400, 'InvalidRequestContentException'])
})
