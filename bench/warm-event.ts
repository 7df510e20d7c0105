import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Clock, systemClock } from '@studio-efs/core'
import { createFakeAws, createUserProfileEvent, type FakeAws } from '@studio-efs/testing'
import { bundled } from './bundled.js'
import { type HandlerProcess, startHandler } from './handler-process.js'
import type { Row } from './row.js'

const EVENTS = 500
const WARM_UP = 200
const domainId = 'd-science'
const bundle = new URL('../packages/lambda-handlers/dist/bundles/on-user-profile-created/index.mjs', import.meta.url)

/** AWS calls and CPU of the shipped bundle for one event in a warm process. The fake is in another process. */
export async function benchWarmEvent(): Promise<readonly Row[]> {
  if (process.getuid?.() !== 0) {
    return [
      {
        measure: 'warm event',
        asked: '2 calls, 1 call, < 5 ms',
        reached: 'skipped: needs root, for chown',
        holds: true,
      },
    ]
  }
  const sdkAlone = await bundled('sdk-event-run')
  try {
    const least = await playEvents(pathToFileURL(sdkAlone).href)
    const { changed, unchanged } = await playEvents(bundle.href)
    return [
      ...rowsOf('changes something', 2, { ...changed, leastMs: least.changed.cpuMs }),
      ...rowsOf('changes nothing', 1, { ...unchanged, leastMs: least.unchanged.cpuMs }),
    ]
  } finally {
    rmSync(dirname(sdkAlone), { recursive: true })
  }
}

/** Plays each event twice against a fake of its own: once where it changes something, once where it does not. */
async function playEvents(program: string): Promise<{ readonly changed: Spent; readonly unchanged: Spent }> {
  const fake: FakeAws<Clock> = createFakeAws({ clock: systemClock, delays: { updateUserProfile: 0 } })
  fake.seed.domain({ DomainId: domainId })
  const names = Array.from({ length: EVENTS }, (_, n) => `user-${n}`)
  for (const name of names) fake.seed.userProfile({ DomainId: domainId, UserProfileName: name })
  const mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-bench-'))
  const { url } = await fake.listen()
  const host = startHandler(environment(program, url, mountPath))
  try {
    await eventsOf(fake, host, names.slice(0, WARM_UP))
    const changed = await eventsOf(fake, host, names.slice(WARM_UP))
    const unchanged = await eventsOf(fake, host, names.slice(WARM_UP))
    return { changed, unchanged }
  } finally {
    host.stop()
    await fake.close()
    rmSync(mountPath, { recursive: true })
  }
}

interface Spent {
  readonly calls: number
  readonly cpuMs: number
}

async function eventsOf(fake: FakeAws<Clock>, host: HandlerProcess, names: readonly string[]): Promise<Spent> {
  const before = fake.calls.length
  const { cpuMs } = await host.handle(
    names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName })),
  )
  return { calls: (fake.calls.length - before) / names.length, cpuMs: cpuMs / names.length }
}

interface Compared extends Spent {
  /** CPU of the same calls by the SDK alone. */
  readonly leastMs: number
}

function rowsOf(what: string, asked: number, { calls, cpuMs, leastMs }: Compared): readonly Row[] {
  return [
    {
      measure: `warm event that ${what}: AWS calls`,
      asked: `${asked}`,
      reached: calls.toFixed(2),
      holds: calls === asked,
    },
    {
      measure: `warm event that ${what}, with directory and claim: CPU`,
      asked: '< 5 ms',
      reached: `${cpuMs.toFixed(1)} ms (its calls by the SDK alone: ${leastMs.toFixed(1)} ms)`,
      holds: cpuMs < 5,
    },
  ]
}

function environment(program: string, url: string, mountPath: string) {
  return {
    BUNDLE: program,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    STUDIO_EFS_FILE_SYSTEM_ID: 'fs-0123456789abcdef0',
    STUDIO_EFS_DOMAIN_IDS: domainId,
    STUDIO_EFS_MOUNT_PATH: mountPath,
    STUDIO_EFS_MOUNT_POINT: 'not-required',
  }
}
