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

/** Cost of the fake: in the process, over loopback, with a large world, and in the tests that run on it. */
export async function benchTesting(): Promise<readonly Row[]> {
  return [...(await benchInProcess()), ...(await benchLoopback()), ...(await benchSeeding()), benchCoreSuites()]
}

/** Compares with a client whose request handler answers at once, which is the cost of the SDK alone. */
async function benchInProcess(): Promise<readonly Row[]> {
  const fake = createFakeAws()
  fake.seed.domain({ DomainId })
  for (let n = 0; n < CALLS; n += 1) fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
  const config = fake.clientConfig()
  const body = Buffer.from(JSON.stringify(fake.state.sagemaker.userProfiles.get(`${DomainId}/user-0`)))
  const headers = { 'content-type': 'application/x-amz-json-1.1' }
  const handle = async () => ({ response: { statusCode: 200, headers, body } })
  const empty = new SageMakerClient({ ...config, requestHandler: { ...config.requestHandler, handle } })
  const [fakeRate, emptyRate] = await rates(sdkCaller(new SageMakerClient(config)), sdkCaller(empty), cpuTime)
  return [
    atLeast('fake in the process: DescribeUserProfile through a SageMakerClient, of one core', 5_000, fakeRate),
    against('the same, against a request handler that does nothing', fakeRate, emptyRate),
  ]
}

/** Compares with a server that answers at once, by plain HTTP, since the SDK's client takes more CPU than the server. */
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
    const [fakeRate, emptyRate] = await rates(plainCaller(ready.url), plainCaller(nothing.url), wallTime)
    const [sdkFakeRate, sdkEmptyRate] = await rates(
      sdkCaller(sdkClient(ready.url)),
      sdkCaller(sdkClient(nothing.url)),
      wallTime,
    )
    return [
      atLeast('fake over loopback: DescribeUserProfile by plain HTTP', 1_500, fakeRate),
      against('the same, against a server that does nothing', fakeRate, emptyRate, 0.3),
      against('fake over loopback through a SageMakerClient, against that server', sdkFakeRate, sdkEmptyRate),
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

/** Measures both in turns, so that other load affects both. */
async function rates(fake: Caller, empty: Caller, time: Stopwatch): Promise<readonly [number, number]> {
  const found = { fake: [] as number[], empty: [] as number[] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const fakeRate = await callsPerSecond(fake, CALLS, time)
    const emptyRate = await callsPerSecond(empty, CALLS, time)
    if (round === 0) continue // the first round warms up
    found.fake.push(fakeRate)
    found.empty.push(emptyRate)
  }
  return [median(found.fake), median(found.empty)]
}

function sdkClient(endpoint: string): SageMakerClient {
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  return new SageMakerClient({ region: 'eu-west-1', credentials, endpoint })
}

function atLeast(measure: string, asked: number, reached: number): Row {
  return { measure, asked: `≥ ${asked}/s`, reached: `${reached.toFixed(0)}/s`, holds: reached >= asked }
}

function against(measure: string, reachedRate: number, other: number, asked = 0.5): Row {
  const reached = `${(reachedRate / other).toFixed(2)} (${reachedRate.toFixed(0)} of ${other.toFixed(0)}/s)`
  return { measure, asked: `≥ ${asked}`, reached, holds: reachedRate / other >= asked }
}

function start(program: URL): ChildProcess {
  return fork(fileURLToPath(program))
}

async function ask(child: ChildProcess, message: FakeRequest | number) {
  child.send(message)
  const [reply] = await once(child, 'message')
  return reply
}
