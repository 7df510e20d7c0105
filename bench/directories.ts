import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  DEFAULT_POSIX_OWNER,
  type DirectorySpec,
  type FileSystemPath,
  type PosixOwner,
  PRIVATE_MODE,
} from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { bundled } from './bundled.js'
import { median, type Row } from './row.js'

const DIRECTORIES = 1_000
const ROUNDS = 7
const COLD_ROUNDS = 9
const ALLOWED_RATIO = 2
const NAMES = Array.from({ length: DIRECTORIES }, (_, i) => `user-${i}`)

/** A Studio user as root; other users cannot change owners. */
const owner =
  process.getuid?.() === 0 ? DEFAULT_POSIX_OWNER : ({ uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner)

/**
 * Makes 1,000 directories with the POSIX driver and with bare loops, on the file system of the temporary directory or of
 * `STUDIO_EFS_TEST_DIRECTORY`. The programs take turns, so that other load affects all of them.
 */
export async function benchDirectories(): Promise<readonly Row[]> {
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [driver, again] = await inScratch(timeDriver)
    const [bare] = await inScratch(timeBareLoop)
    const [sync] = await inScratch(timeSyncLoop)
    if (round > 0) rounds.push({ driver, again, bare, sync }) // the first one warms up
  }
  return [...rowsOf(rounds), ...(await coldRows())]
}

interface Cold {
  readonly wallMs: number
  readonly cpuMs: number
}

/** The first run of a new process, as in a function that was just started: each sample has a process of its own. */
async function coldRows(): Promise<readonly Row[]> {
  const program = await bundled('directories-run')
  const once = (name: string) =>
    inScratch(async (directory): Promise<Cold> => {
      const ids = [owner.uid, owner.gid].map(String)
      return JSON.parse(execFileSync(process.execPath, [program, name, directory, ...ids], { encoding: 'utf8' }))
    })
  const rounds: { readonly driver: Cold; readonly bare: Cold }[] = []
  for (let round = 0; round < COLD_ROUNDS; round += 1)
    rounds.push({ driver: await once('driver'), bare: await once('bare-loop') })
  const rowOf = (field: keyof Cold, asked: string, limit: number): Row => {
    const ratio = median(rounds.map(({ driver, bare }) => driver[field] / bare[field]))
    const times = (['driver', 'bare'] as const).map((each) => median(rounds.map((round) => round[each][field])))
    return {
      measure: `${DIRECTORIES} directories in a new process, to an awaited loop of mkdir, chown, chmod: ${field}`,
      asked,
      reached: `${ratio.toFixed(2)}x (${times.map((ms) => ms.toFixed(0)).join(' ms to ')} ms)`,
      holds: ratio <= limit,
    }
  }
  return [
    rowOf('wallMs', `at most ${ALLOWED_RATIO}x`, ALLOWED_RATIO),
    rowOf('cpuMs', 'for information', Number.POSITIVE_INFINITY),
  ]
}

interface Round {
  readonly driver: number
  readonly again: number
  readonly bare: number
  readonly sync: number
}

function rowsOf(rounds: readonly Round[]): readonly Row[] {
  const ratio = (program: keyof Round) => median(rounds.map((round) => round[program] / round.bare))
  const reached = (program: keyof Round) => {
    const times = [program, 'bare' as const].map((each) => median(rounds.map((round) => round[each])).toFixed(0))
    return `${ratio(program).toFixed(2)}x (${times.join(' ms to ')} ms)`
  }
  const measure = `${DIRECTORIES} directories, to a bare loop of mkdir, chown, chmod, stat`
  const forInformation = { asked: 'for information', holds: true }
  return [
    {
      measure: `${measure}: posix driver`,
      asked: `at most ${ALLOWED_RATIO}x`,
      reached: reached('driver'),
      holds: ratio('driver') <= ALLOWED_RATIO,
    },
    { measure: `${measure}: posix driver, second run`, reached: reached('again'), ...forInformation },
    { measure: `${measure}: the loop with sync calls`, reached: reached('sync'), ...forInformation },
  ]
}

async function timeDriver(mountPath: string): Promise<[number, number]> {
  const driver = posixDirectoryDriver({ mountPath, mountPoint: 'not-required' })
  const specs = NAMES.map((name): DirectorySpec => ({ path: `/${name}` as FileSystemPath, owner, mode: PRIVATE_MODE }))
  const run = async (expected: string) => {
    for (const result of await driver.ensureDirectories(specs)) {
      const outcome = result.match(
        (receipt) => receipt.outcome,
        (error) => error.message,
      )
      if (outcome !== expected) throw new Error(`expected ${expected}, got ${outcome}`)
    }
  }
  return [await timed(() => run('created')), await timed(() => run('unchanged'))]
}

async function timeBareLoop(directory: string): Promise<[number]> {
  const time = await timed(async () => {
    for (const name of NAMES) {
      const path = join(directory, name)
      await mkdir(path, { mode: PRIVATE_MODE })
      await chown(path, owner.uid, owner.gid)
      await chmod(path, PRIVATE_MODE)
      await stat(path)
    }
  })
  return [time]
}

async function timeSyncLoop(directory: string): Promise<[number]> {
  const time = await timed(async () => {
    for (const name of NAMES) {
      const path = join(directory, name)
      mkdirSync(path, { mode: PRIVATE_MODE })
      chownSync(path, owner.uid, owner.gid)
      chmodSync(path, PRIVATE_MODE)
      statSync(path)
    }
  })
  return [time]
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

async function inScratch<Value>(run: (directory: string) => Promise<Value>): Promise<Value> {
  const directory = mkdtempSync(join(process.env['STUDIO_EFS_TEST_DIRECTORY'] ?? tmpdir(), 'studio-efs-bench-'))
  try {
    return await run(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchDirectories())
