import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Rate } from '@studio-efs/testing'
import type { Program, RunInput, RunResult } from './backfill-run.js'
import { bundled, bundledWithoutSdk } from './bundled.js'
import type { FakeReply, FakeRequest, FakeWorld, OperationCount } from './fake-aws-process.js'
import type { Row } from './row.js'

export const CONCURRENCY = 16
export const LATENCY_MS = 30
const domainId = 'd-science'
export const fileSystemId = 'fs-0123456789abcdef0'
const fakeProgram = fileURLToPath(new URL('./fake-aws-process.ts', import.meta.url))

/** The backfill, bundled as in its Lambda function, against the fake, each in a process of its own. */
export async function benchBackfill(): Promise<readonly Row[]> {
  const [runner, withWholeClient] = [await bundled('backfill-run'), await bundledWithoutSdk('backfill-run')]
  try {
    const play = playWith(runner)
    return [
      ...[...(await wallTime(play)), ...(await rates(play))],
      await memory('in its bundle', MOST_MB.bundle, play),
      await memory('with the whole client', MOST_MB.wholeClient, playWith(withWholeClient)),
    ]
  } finally {
    for (const program of [runner, withWholeClient]) rmSync(dirname(program), { recursive: true })
  }
}

export interface Played extends RunResult {
  readonly counts: Readonly<Record<string, OperationCount>>
  readonly attached: number
}

export type Play = (
  world: Omit<FakeWorld, 'domainId'>,
  options?: { readonly program?: Program; readonly meanwhile?: (send: (request: FakeRequest) => void) => void },
) => Promise<Played>

/** Plays worlds with the bundled runner, each in two processes of its own. */
export function playWith(runner: string): Play {
  return async (world, { program = 'backfill', meanwhile } = {}) => {
    const fake = fork(fakeProgram)
    const send = (request: FakeRequest) => {
      fake.send(request)
    }
    const receive = async () => (await once(fake, 'message'))[0] as FakeReply
    try {
      send({ kind: 'world', world: { domainId, ...world } })
      const ready = await receive()
      if (ready.kind !== 'ready') throw new Error('The fake AWS did not start.')
      meanwhile?.(send)
      const { profiles } = world
      const input: RunInput = { program, url: ready.url, domainId, fileSystemId, profiles, concurrency: CONCURRENCY }
      const result = await runOnce(runner, input)
      send({ kind: 'counts' })
      const counted = await receive()
      if (counted.kind !== 'counts') throw new Error('The fake AWS did not count.')
      return { ...result, counts: counted.counts, attached: counted.attached }
    } finally {
      fake.kill()
    }
  }
}

async function runOnce(runner: string, input: RunInput): Promise<RunResult> {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const run = spawn(process.execPath, [runner, JSON.stringify(input)], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(run.stdout))
}

/** Takes the best of three rounds, because other load only adds to the time. */
async function wallTime(play: Play): Promise<readonly Row[]> {
  const world = { profiles: 2000, latencyMs: LATENCY_MS }
  const runs: { readonly backfill: Played; readonly bare: Played }[] = []
  for (let round = 0; round < 3; round += 1)
    runs.push({ backfill: await play(world), bare: await play(world, { program: 'sdk-standard' }) })
  const ratioOf = ({ ms, counts }: Played) => ms / ((callsIn(counts) * LATENCY_MS) / CONCURRENCY)
  const best = Math.min(...runs.map(({ backfill }) => ratioOf(backfill)))
  const bare = Math.min(...runs.map((run) => ratioOf(run.bare)))
  const { counts } = (runs[0] as { backfill: Played }).backfill
  const perProfile = [counts['DescribeUserProfile'], counts['UpdateUserProfile']].map(
    (count) => (count?.accepted ?? 0) / 2000,
  )
  return [
    {
      measure: `backfill of 2,000 profiles, ${LATENCY_MS} ms latency: wall time, to calls x latency / ${CONCURRENCY}`,
      asked: '≤ 1.15',
      reached: `${best.toFixed(2)} (a loop with the SDK alone: ${bare.toFixed(2)})`,
      holds: best <= 1.15,
    },
    {
      measure: 'backfill: describes and updates per profile that changes; domain reads',
      asked: '1 and 1; 1',
      reached: `${perProfile.join(' and ')}; ${counts['DescribeDomain']?.accepted}`,
      holds: perProfile.every((calls) => calls === 1) && counts['DescribeDomain']?.accepted === 1,
    },
  ]
}

const UPDATES = 20
const READS = 50
const full = (share: number): readonly Rate[] => [
  { service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: UPDATES * share },
  { service: 'sagemaker', operation: 'DescribeUserProfile', perSecond: READS * share },
]
const MOST_MB = { bundle: 150, wholeClient: 220 }
const HALVED_AFTER_MS = 30_000
/** Rates of a default account. The search for the rate weighs more in a short run. */
const slow = (perSecond: number, burst: number): readonly Rate[] => [
  { service: 'sagemaker', operation: 'UpdateUserProfile', perSecond, burst },
  { service: 'sagemaker', operation: 'DescribeUserProfile', perSecond: perSecond * 5 },
]

/** Plays all worlds at the same time, since they mostly wait. */
async function rates(play: Play): Promise<readonly Row[]> {
  const bucket = `a bucket of ${UPDATES} updates/s and ${READS} reads/s`
  const halve = (send: (request: FakeRequest) => void) => {
    setTimeout(() => {
      for (const rate of full(0.5)) send({ kind: 'rate', rate })
    }, HALVED_AFTER_MS)
  }
  const [steady, halved, reads, one, five, ...sdk] = await Promise.all([
    play({ profiles: 1600, rates: full(1) }),
    play({ profiles: 1100, rates: full(1) }, { meanwhile: halve }),
    play({ profiles: 2500, rates: full(1), onboardedTo: fileSystemId }),
    play({ profiles: 110, rates: slow(1, 1) }),
    play({ profiles: 400, rates: slow(5, 5) }),
    ...(['sdk-standard', 'sdk-adaptive', 'sdk-adaptive-two-clients'] as const).map((program) =>
      play({ profiles: 1600, rates: full(1) }, { program }),
    ),
  ])
  const operation = 'UpdateUserProfile'
  return [
    rateRow(`backfill, ${bucket}`, steady, { profiles: 1600, operation, tokens: tokensOf(UPDATES) }),
    rateRow(`the same, halved after ${HALVED_AFTER_MS / 1000} s`, halved, {
      profiles: 1100,
      operation,
      tokens: tokensOf(UPDATES, UPDATES / 2),
    }),
    rateRow(`the same bucket, nothing to change`, reads, {
      profiles: 2500,
      operation: 'DescribeUserProfile',
      tokens: tokensOf(READS),
    }),
    {
      ...rateRow('backfill, a bucket of 1 update/s that holds one', one, {
        profiles: 110,
        operation,
        tokens: (ms) => 1 + ms / 1000,
      }),
      asked: 'for information',
      holds: one.attached === 110,
    },
    {
      ...rateRow('backfill, a bucket of 5 updates/s and 25 reads/s', five, {
        profiles: 400,
        operation,
        tokens: tokensOf(5),
      }),
      asked: 'for information',
      holds: five.attached === 400,
    },
    ...sdk.map((played, n) => ({
      ...rateRow(['standard', 'adaptive', 'adaptive, two clients'][n] ?? '', played, {
        profiles: 1600,
        operation,
        tokens: tokensOf(UPDATES),
      }),
      measure: `${bucket}: the SDK alone, ${['standard', 'adaptive', 'adaptive with two clients'][n]} retry mode`,
      asked: 'for information',
      holds: true,
    })),
  ]
}

/** Tokens that the bucket gave in `ms`. It is full at the beginning, and again when its rate changes. */
function tokensOf(perSecond: number, later?: number): (ms: number) => number {
  if (later === undefined) return (ms) => perSecond + (perSecond * ms) / 1000
  return (ms) =>
    perSecond + (perSecond * HALVED_AFTER_MS) / 1000 + later + (later * Math.max(0, ms - HALVED_AFTER_MS)) / 1000
}

function rateRow(
  measure: string,
  { counts, attached }: Played,
  asked: { readonly profiles: number; readonly operation: string; readonly tokens: (ms: number) => number },
): Row {
  const { accepted = 0, firstAt = 0, lastAt = 0 } = counts[asked.operation] ?? {}
  const use = accepted / asked.tokens(lastAt - firstAt)
  const throttled = Object.values(counts).reduce((sum, count) => sum + count.throttled, 0)
  const refused = throttled / (callsIn(counts) || 1)
  const lost = asked.profiles - attached
  return {
    measure: `${measure}: of its rate; calls refused; lost`,
    asked: '≥ 95%; ≤ 3%; 0',
    reached: `${percent(use)}; ${percent(refused)}; ${lost} (${(accepted / ((lastAt - firstAt) / 1000)).toFixed(1)}/s)`,
    holds: use >= 0.95 && refused <= 0.03 && lost === 0,
  }
}

/** Resident memory grows with the garbage that V8 has not collected yet; the objects in use do not. */
async function memory(form: string, mostMb: number, play: Play): Promise<Row> {
  const few = await play({ profiles: 10_000, onboardedTo: fileSystemId })
  const many = await play({ profiles: 100_000, onboardedTo: fileSystemId })
  const [live, before] = [many.liveMb, few.liveMb].map((mb) => mb.toFixed(1))
  return {
    measure: `backfill of 100,000 finished profiles, ${form}: peak memory, objects in use; with 10,000 profiles`,
    asked: `≤ ${mostMb} MB; in use: flat (≤ 1.1)`,
    reached: `${many.peakMb.toFixed(0)} MB, ${live} MB; ${few.peakMb.toFixed(0)} MB, ${before} MB`,
    holds: many.peakMb <= mostMb && many.liveMb / few.liveMb <= 1.1,
  }
}

/** Number of calls, refused ones included. */
export function callsIn(counts: Played['counts']): number {
  return Object.values(counts).reduce((sum, { accepted, throttled }) => sum + accepted + throttled, 0)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
