import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { S3Client } from '@aws-sdk/client-s3'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk } from '@studio-efs/testing'
import { ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { alice, studio } from '../../../test/studio.js'
import type { FileSystemId } from '../../model/ids.js'
import { attachToProfile } from '../../profiles/attach-to-profile.js'
import { listExports } from '../cloudformation.js'
import { lookupEventsPage } from '../cloudtrail.js'
import { readFileSystemMetrics } from '../cloudwatch.js'
import { describeSubnets } from '../ec2/network.js'
import { createFileSystem, describeFileSystems } from '../efs/file-systems.js'
import { hasStudioLogs } from '../logs.js'
import { connectS3, listKeysPage } from '../s3.js'
import { listDomains } from '../sagemaker/lists.js'
import type { AwsResult } from './aws-error.js'

type Answer = readonly [status: number, type: string, body: string]

const page: Answer = [200, 'text/html; charset=utf-8', '<!DOCTYPE html><html><head><meta></head>Sign in</html>']
const refusal: Answer = [407, 'text/html', '<html><body>Proxy Authentication Required</body></html>']
const halfJson: Answer = [200, 'application/x-amz-json-1.1', '{"Domains":[{"DomainId":"d-sci']
const halfXml: Answer = [200, 'text/xml', '<DescribeSubnetsResponse><subnetSet><item><subnetId>subnet-0']

function responseOf([statusCode, type, body]: Answer) {
  return { response: { statusCode, headers: { 'content-type': type }, body: Buffer.from(body) } }
}

/** A call whose clients get this answer to each request. */
function callOf(answer: Answer) {
  let sent = 0
  const handle = async () => {
    sent += 1
    return responseOf(answer)
  }
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  const config = { region: 'eu-west-1', credentials, requestHandler: { handle } as never }
  const endless = endlessCall()
  const call = {
    ...endless,
    ...connectS3(new S3Client(config), endless.clock),
    cloudTrail: new CloudTrailClient(config),
    cloudWatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    cloudFormation: new CloudFormationClient(config),
  }
  return { call, sent: () => sent }
}

type Read = (call: ReturnType<typeof callOf>['call']) => AwsResult<unknown>
const lookup = { eventName: 'CreateUserProfile', from: new Date(0), to: new Date(1), next: undefined, guard: ok }
const newFileSystem = { creationToken: 'sm-efs-d-science', tags: {}, kmsKeyId: undefined }

describe.each<[string, Answer, Read, parts: readonly string[]]>([
  ['a page of a proxy', page, listDomains, ['ListDomains of', 'HTTP 200, text/html', '<!DOCTYPE']],
  ['a page, to EFS', page, (call) => describeFileSystems(call, {}), ['DescribeFileSystems of', 'HTTP 200']],
  ['a page, to EC2', page, (call) => describeSubnets(call, []), ['DescribeSubnets of', 'HTTP 200']],
  ['a page, to CloudFormation', page, listExports, ['ListExports of the exports of this Region', 'HTTP 200']],
  ['a page, to a request that makes something', page, (call) => createFileSystem(call, newFileSystem), ['sm-efs-']],
  ['a page that refuses', refusal, listDomains, ['HTTP 407']],
  ['a page that refuses, to EC2', refusal, (call) => describeSubnets(call, []), ['HTTP 407, text/html']],
  ['half a reply in JSON', halfJson, listDomains, ['HTTP 200, application/x-amz-json-1.1']],
  ['half a reply in XML', halfXml, (call) => describeSubnets(call, []), ['HTTP 200, text/xml']],
])('%s', (_, answer, read, parts) => {
  test('is asked for five times, and ends as an error that says what to look at', async () => {
    const { call, sent } = callOf(answer)
    const start = call.clock.now()
    const error = assertErr(await read(call), 'UnreadableReplyError')
    expect(sent()).toBe(5)
    expect(call.clock.now() - start).toBeLessThan(5000)
    expect(error).toMatchObject({ code: 'UnreadableReply', retryable: true })
    for (const part of [...parts, "is not AWS's", 'AWS_ENDPOINT_URL', 'proxy']) expect(error.message).toContain(part)
    expect(error.message).not.toContain('$response')
  })
})

test('a page that comes with the status of a server failure is retried as one', async () => {
  const { call } = callOf([502, 'text/html', '<html>Bad gateway</html>'])
  const start = call.clock.now()
  assertErr(await listDomains({ ...call, maxRetryMs: 60_000 }), 'ServiceFailureError')
  expect(call.clock.now() - start).toBeGreaterThan(30_000)
})

/** The fake's client, of which updates are answered with a page. */
function behindProxy(change: 'applied' | 'lost') {
  const world = studio()
  world.profile('alice')
  const { requestHandler, ...config } = world.fake.clientConfig()
  let updates = 0
  const handle: typeof requestHandler.handle = async (request, options) => {
    if (!String(request.headers['x-amz-target']).endsWith('.UpdateUserProfile'))
      return requestHandler.handle(request, options)
    updates += 1
    if (change === 'applied') await requestHandler.handle(request, options)
    return responseOf(page) as never
  }
  const sagemaker = new SageMakerClient({ ...config, requestHandler: { ...requestHandler, handle }, maxAttempts: 1 })
  return {
    ...world,
    attach: () => attachToProfile({ ...world.context, sagemaker }, { ...alice, fileSystemPath: '/alice' }),
    updates: () => updates,
  }
}

test('an update that was answered with a page, and took effect, is found when the profile is read again', async () => {
  const { attach, updates, listOf } = behindProxy('applied')
  const { changes } = assertOk(await attach())
  expect([changes.length, updates(), listOf('alice')?.length]).toEqual([1, 1, 1])
})

test('an update that is answered with pages is sent a few times, each after a new reading', async () => {
  const { attach, updates, listOf, calls } = behindProxy('lost')
  const error = assertErr(await attach(), 'UnreadableReplyError')
  expect(error.message).toContain('UpdateUserProfile of user profile d-science/alice')
  expect(updates()).toBe(5)
  expect(calls().filter((call) => call === 'DescribeUserProfile').length).toBeGreaterThanOrEqual(5)
  expect(listOf('alice')).toBeUndefined()
})

describe('a page that is tidy enough to be read as XML', () => {
  const tidyPage: Answer = [200, 'text/html', '<html><body>Sign in</body></html>']

  test.each<[string, Read, missing: string]>([
    ['subnets', (call) => describeSubnets(call, []), 'Subnets'],
    ['exports', listExports, 'Exports'],
    ['keys', (call) => listKeysPage(call, { bucket: 'logs', prefix: '', next: undefined, guard: ok }), 'Name'],
  ])('says nothing of %s', async (_, read, missing) => {
    const { call } = callOf(tidyPage)
    expect(assertErr(await read(call), 'MalformedReplyError')).toMatchObject({ field: missing, received: 'missing' })
  })
})

test.each<[string, Read, missing: string]>([
  ['LookupEvents', (call) => lookupEventsPage(call, lookup), 'Events'],
  ['DescribeLogStreams', (call) => hasStudioLogs(call, 'd-science/'), 'logStreams'],
  ['GetMetricData', (call) => readFileSystemMetrics(call, 'fs-0123456789abcdef0' as FileSystemId), 'MetricDataResults'],
])('a reply to %s without its list is malformed', async (operation, read, missing) => {
  const { call } = callOf([200, 'application/json', '{}'])
  const error = assertErr(await read(call), 'MalformedReplyError')
  expect(error).toMatchObject({ operation, field: missing, received: 'missing' })
})
