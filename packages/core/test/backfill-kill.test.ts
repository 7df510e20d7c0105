import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFakeAws, createRandom, type FakeAws } from '@studio-efs/testing'
import { build } from 'tsup'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, systemClock } from '../src/index.js'
import { domainId, efs, fileSystemId, lustre, models } from './studio.js'

const PROFILES = 40
const KILLS = 10
const WORLDS = 10

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-kill-'))
const program = join(scratch, 'backfill-once.mjs')

beforeAll(async () => {
  await build({
    entry: { 'backfill-once': fileURLToPath(new URL('./kill/backfill-once.ts', import.meta.url)) },
    outDir: scratch,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    noExternal: [/.*/],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    esbuildOptions: (options) => {
      options.mainFields = ['module', 'main']
    },
    config: false,
    silent: true,
    clean: false,
    splitting: false,
  })
}, 60_000)

afterAll(() => rmSync(scratch, { recursive: true }))

interface World {
  readonly fake: FakeAws<Clock>
  readonly url: string
  readonly mountPath: string
  readonly names: readonly string[]
  readonly wrong: string[]
}

async function createWorld(seed: number): Promise<World> {
  const fake = createFakeAws<Clock>({ clock: systemClock, seed, delays: { updateUserProfile: 5 } })
  const mountPath = mkdtempSync(join(scratch, 'mount-'))
  const names = Array.from({ length: PROFILES }, (_, n) => `user-${n}`)
  const wrong: string[] = []
  fake.seed.domain({ DomainId: domainId })
  const UserSettings = { CustomFileSystemConfigs: [lustre, models] }
  for (const UserProfileName of names) fake.seed.userProfile({ DomainId: domainId, UserProfileName, UserSettings })
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: () => true,
    fault: {
      kind: 'third-party',
      change: (_, { UserProfileName }) => {
        if (!existsSync(join(mountPath, String(UserProfileName)))) wrong.push(`${UserProfileName} has no directory`)
      },
    },
  })
  return { fake, url: (await fake.listen()).url, mountPath, names, wrong }
}

function startRun({ url, mountPath }: World): ChildProcess {
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    MOUNT_PATH: mountPath,
    DOMAIN_ID: domainId,
    FILE_SYSTEM_ID: fileSystemId,
  }
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Kills a run when so many calls have come, before or after the last of them was carried out, or a moment later. */
async function killOneRun(world: World, random: () => number): Promise<'killed' | 'came through'> {
  const child = startRun(world)
  const exited = once(child, 'exit')
  const kill = () => {
    child.kill('SIGKILL')
  }
  const moment = random() < 0.3 ? () => setTimeout(kill, random() * 30) : kill
  const nth = 1 + Math.floor(random() * 40)
  const kills = world.fake.inject({
    service: 'sagemaker',
    when: nth,
    fault: { kind: 'third-party', change: () => void moment() },
  })
  const breaks = world.fake.inject({
    service: 'sagemaker',
    when: random() < 0.5 ? nth : Number.POSITIVE_INFINITY,
    fault: { kind: 'connection-reset' },
  })
  const [, signal] = await exited
  kills.remove()
  breaks.remove()
  return signal === 'SIGKILL' ? 'killed' : 'came through'
}

async function runToTheEnd(world: World): Promise<unknown> {
  const [code] = await once(startRun(world), 'exit')
  return code
}

function stateOf({ fake, mountPath }: World) {
  return {
    lists: [...fake.state.sagemaker.userProfiles.values()].map((each) => each.UserSettings?.CustomFileSystemConfigs),
    directories: readdirSync(mountPath)
      .sort()
      .map((name) => ({ name, ...attributesOf(join(mountPath, name)) })),
  }
}

function attributesOf(path: string) {
  const { uid, gid, mode } = statSync(path)
  return { uid, gid, mode: mode & 0o7777 }
}

test(`${WORLDS * KILLS} killed runs, and the next one ends in the same world as one that nobody touched`, async () => {
  const untouched = await createWorld(0)
  expect(await runToTheEnd(untouched)).toBe(0)
  const wanted = stateOf(untouched)
  expect(wanted.lists).toEqual(untouched.names.map((name) => [lustre, models, efs(fileSystemId, `/${name}`)]))
  expect(wanted.directories.map(({ name }) => name)).toEqual(untouched.names.toSorted())
  const worlds = await Promise.all(Array.from({ length: WORLDS }, (_, n) => createWorld(n + 1)))
  const play = async (world: World, seed: number) => {
    const random = createRandom(seed)
    for (let killed = 0; killed < KILLS; ) if ((await killOneRun(world, random)) === 'killed') killed += 1
    expect(await runToTheEnd(world)).toBe(0)
    expect(world.wrong).toEqual([])
    expect(stateOf(world)).toEqual(wanted)
  }
  for (let n = 0; n < WORLDS; n += 2) await Promise.all(worlds.slice(n, n + 2).map((world, m) => play(world, n + m)))
  await Promise.all([untouched, ...worlds].map(({ fake }) => fake.close()))
}, 120_000)
