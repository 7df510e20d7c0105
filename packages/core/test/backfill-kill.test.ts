import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeAws, createRandom, efsEntry, type FakeAws } from '@studio-efs/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, systemClock } from '../src/index.js'
import { buildProgram } from './kill/child-program.js'
import { domainId, fileSystemId, lustre, models } from './studio.js'

const PROFILES = 120
const KILLS = 4
const WORLDS = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? 25 : 4

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-kill-'))
const program = join(scratch, 'backfill-once.mjs')

beforeAll(async () => {
  await buildProgram(new URL('./kill/backfill-once.ts', import.meta.url), scratch, {
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    esbuildOptions: (options) => {
      options.mainFields = ['module', 'main']
    },
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

/** Work done in a world when a run in it was killed, earlier runs included. */
interface Killed {
  readonly updated: number
  readonly directories: number
}

type Arm = (world: World, kill: () => void, random: () => number) => { disarm(): void }

/** Kills before a call is carried out, after it, or a moment later; in half of the cases its connection breaks too. */
const atSomeCall: Arm = ({ fake }, kill, random) => {
  const moment = random() < 0.3 ? () => setTimeout(kill, random() * 30) : kill
  const nth = 1 + Math.floor(random() * (PROFILES + 40))
  const change = () => void moment()
  const kills = fake.inject({ service: 'sagemaker', when: nth, fault: { kind: 'third-party', change } })
  const breaks = fake.inject({
    service: 'sagemaker',
    when: random() < 0.5 ? nth : Number.POSITIVE_INFINITY,
    fault: { kind: 'connection-reset' },
  })
  return {
    disarm() {
      kills.remove()
      breaks.remove()
    },
  }
}

/** Kills in the middle of a batch of directories. */
const atSomeDirectory: Arm = ({ mountPath }, kill, random) => {
  const missing = PROFILES - directoriesIn(mountPath).length
  let left = 1 + Math.floor(random() * Math.max(1, missing))
  const watcher = watch(mountPath, () => {
    left -= 1
    if (left === 0) kill()
  })
  return { disarm: () => watcher.close() }
}

/** Undefined when the run ended before it was killed. */
async function killOneRun(world: World, random: () => number): Promise<Killed | undefined> {
  const child = startRun(world)
  const exited = once(child, 'exit')
  const arm = random() < 0.75 ? atSomeCall : atSomeDirectory
  const { disarm } = arm(world, () => void child.kill('SIGKILL'), random)
  const [, signal] = await exited
  disarm()
  const updated = stateOf(world).lists.filter((list) => list?.length === 3).length
  return signal === 'SIGKILL' ? { updated, directories: directoriesIn(world.mountPath).length } : undefined
}

async function runToTheEnd(world: World): Promise<unknown> {
  const [code] = await once(startRun(world), 'exit')
  return code
}

function stateOf({ fake, mountPath }: World) {
  return {
    lists: [...fake.state.sagemaker.userProfiles.values()].map((each) => each.UserSettings?.CustomFileSystemConfigs),
    directories: directoriesIn(mountPath).map((name) => ({ name, ...attributesOf(join(mountPath, name)) })),
    claims: claimsIn(mountPath),
  }
}

function directoriesIn(mountPath: string): readonly string[] {
  return readdirSync(mountPath)
    .filter((name) => name !== '.studio-efs')
    .toSorted()
}

/** Directories are claimed on a mount where root acts as root only. */
function claimsIn(mountPath: string): readonly string[] {
  const claims = join(mountPath, '.studio-efs/claims')
  return existsSync(claims) ? readdirSync(claims).toSorted() : []
}

function attributesOf(path: string) {
  const { uid, gid, mode } = statSync(path)
  return { uid, gid, mode: mode & 0o7777 }
}

test(`${WORLDS * KILLS} killed runs, and the next one ends in the same world as one that was not killed`, async () => {
  const untouched = await createWorld(0)
  expect(await runToTheEnd(untouched)).toBe(0)
  const wanted = stateOf(untouched)
  expect(wanted.lists).toEqual(untouched.names.map((name) => [lustre, models, efsEntry(fileSystemId, `/${name}`)]))
  expect(wanted.directories.map(({ name }) => name)).toEqual(untouched.names.toSorted())
  expect(wanted.claims).toEqual(process.getuid?.() === 0 ? untouched.names.toSorted() : [])
  const worlds = await Promise.all(Array.from({ length: WORLDS }, (_, n) => createWorld(n + 1)))
  const kills: Killed[] = []
  const play = async (world: World, seed: number) => {
    const random = createRandom(seed)
    for (let killed = 0; killed < KILLS; ) {
      const kill = await killOneRun(world, random)
      if (kill !== undefined) killed = kills.push(kill) && killed + 1
    }
    expect(await runToTheEnd(world)).toBe(0)
    expect(world.wrong).toEqual([])
    expect(stateOf(world)).toEqual(wanted)
  }
  for (let n = 0; n < WORLDS; n += 2) await Promise.all(worlds.slice(n, n + 2).map((world, m) => play(world, n + m)))
  await Promise.all([untouched, ...worlds].map(({ fake }) => fake.close()))
  const partly = (count: number) => 0 < count && count < PROFILES
  expect(kills).toHaveLength(WORLDS * KILLS)
  expect(kills.filter(({ updated }) => partly(updated)).length).toBeGreaterThanOrEqual(kills.length / 2)
  expect(kills.filter(({ directories }) => partly(directories)).length).toBeGreaterThanOrEqual(kills.length / 4)
}, 240_000)
