import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createFakeAws } from '@studio-efs/testing'
import { benchCoreSuites } from './core-suites.js'
import type { FakeRequest } from './fake-aws-process.js'
import {
  type Caller,
  callsPerSecond,
  cpuTime,
  plainCaller,
  type Stopwatch,
  sdkCaller,
  wallTime,
} from './many-at-once.js'
import { median, type Row } from './row.js'

const CALLS = 5_000
const ROUNDS = 5
const PROFILES = 20_000
const DomainId = 'd-science'

/** What the fake costs: in the process, over loopback, a large world, and the tests that run on it. */
export async function benchTesting(): Promise<readonly Row[]> {
  return [...(await benchInProcess()), ...(await benchLoopback()), ...(await benchSeeding()), benchCoreSuites()]
}

/** Next to a client whose request handler answers at once: what the SDK alone takes. */
async function benchInProcess(): Promise<readonly Row[]> {
  const fake = createFakeAws()
  fake.seed.domain({ DomainId })
  for (let n = 0; n < CALLS; n += 1) fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
  const config = fake.clientConfig()
  const body = Buffer.from(JSON.stringify(fake.state.sagemaker.userProfiles.get(`${DomainId}/user-0`)))
  const headers = { 'content-type': 'application/x-amz-json-1.1' }
  const handle = async () => ({ response: { statusCode: 200, headers, body } })
  const empty = new SageMakerClient({ ...config, requestHandler: { ...config.requestHandler, handle } })
  const [ours, its] = await rates(sdkCaller(new SageMakerClient(config)), sdkCaller(empty), cpuTime)
  return [
    atLeast('fake in the process: DescribeUserProfile through a SageMakerClient, of one core', 5_000, ours),
    against('the same, against a request handler that does nothing', ours, its),
  ]
}

/** Next to a server that answers at once. The SDK's client takes more CPU than the server, so plain HTTP is measured. */
async function benchLoopback(): Promise<readonly Row[]> {
  const [fake, empty] = [
    start(new URL('./fake-aws-process.ts', import.meta.url)),
    start(new URL('./empty-server.mjs', import.meta.url)),
  ]
  try {
    const [[nothing], ready] = await Promise.all([
      once(empty, 'message'),
      ask(fake, { kind: 'world', world: { domainId: DomainId, profiles: CALLS } }),
    ])
    const [ours, its] = await rates(plainCaller(ready.url), plainCaller(nothing.url), wallTime)
    const [sdkOurs, sdkIts] = await rates(sdkCaller(sdkClient(ready.url)), sdkCaller(sdkClient(nothing.url)), wallTime)
    return [
      atLeast('fake over loopback: DescribeUserProfile by plain HTTP', 1_500, ours),
      against('the same, against a server that does nothing', ours, its, 0.3),
      against('fake over loopback through a SageMakerClient, against that server', sdkOurs, sdkIts),
    ]
  } finally {
    fake.kill()
    empty.kill()
  }
}

async function benchSeeding(): Promise<readonly Row[]> {
  const child = start(new URL('./seeding-host.mjs', import.meta.url))
  try {
    const { ms, megabytes, profiles } = await ask(child, PROFILES)
    const measure = `${profiles} profiles seeded`
    return [
      { measure: `${measure}: time`, asked: '< 2,000 ms', reached: `${ms.toFixed(0)} ms`, holds: ms < 2_000 },
      {
        measure: `${measure}: memory`,
        asked: '< 150 MB',
        reached: `${megabytes.toFixed(0)} MB`,
        holds: megabytes < 150,
      },
    ]
  } finally {
    child.kill()
  }
}

/** In turns, so that whatever else the computer does meets both. */
async function rates(ours: Caller, others: Caller, time: Stopwatch): Promise<readonly [number, number]> {
  const found = { ours: [] as number[], others: [] as number[] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const our = await callsPerSecond(ours, CALLS, time)
    const other = await callsPerSecond(others, CALLS, time)
    if (round === 0) continue // the first round warms up
    found.ours.push(our)
    found.others.push(other)
  }
  return [median(found.ours), median(found.others)]
}

function sdkClient(endpoint: string): SageMakerClient {
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  return new SageMakerClient({ region: 'eu-west-1', credentials, endpoint })
}

function atLeast(measure: string, asked: number, reached: number): Row {
  return { measure, asked: `≥ ${asked}/s`, reached: `${reached.toFixed(0)}/s`, holds: reached >= asked }
}

function against(measure: string, ours: number, other: number, asked = 0.5): Row {
  const reached = `${(ours / other).toFixed(2)} (${ours.toFixed(0)} of ${other.toFixed(0)}/s)`
  return { measure, asked: `≥ ${asked}`, reached, holds: ours / other >= asked }
}

function start(program: URL): ChildProcess {
  return fork(fileURLToPath(program))
}

async function ask(child: ChildProcess, message: FakeRequest | number) {
  child.send(message)
  const [reply] = await once(child, 'message')
  return reply
}
