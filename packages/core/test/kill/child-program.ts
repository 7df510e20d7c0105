import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Options } from 'tsup'
import { afterAll, beforeAll } from 'vitest'

/** Builds a program into one file of the folder `outDir`: `claims-once.ts` becomes `claims-once.mjs`. */
export async function buildProgram(source: URL, outDir: string, options: Options = {}): Promise<void> {
  await build({
    entry: [fileURLToPath(source)],
    outDir,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    noExternal: [/.*/],
    config: false,
    silent: true,
    clean: false,
    splitting: false,
    ...options,
  })
}

/**
 * Kills of one test: 100 with `STUDIO_EFS_TEST_SCALE=full`, any number with `STUDIO_EFS_KILLS`, else a few, so that the test
 * itself stays right.
 */
export function killsOr(few: number): number {
  const usual = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? 100 : few
  return Number(process.env['STUDIO_EFS_KILLS'] ?? usual)
}

export interface Ended {
  readonly signal: string | null
  readonly lines: readonly string[]
}

/** The seed of what a kill test chooses: `STUDIO_EFS_SEED`, default 1. */
export const KILL_SEED = Number(process.env['STUDIO_EFS_SEED'] ?? 1)

/** Program of a kill test: built before its tests, in a folder that is removed after them. */
export function killProgram(source: URL): KillProgram {
  const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-kill-'))
  const program = join(scratch, `${basename(source.pathname, '.ts')}.mjs`)
  beforeAll(() => buildProgram(source, scratch), 60_000)
  afterAll(() => rmSync(scratch, { recursive: true }))
  return { scratch, run: (mountPath, more = {}) => runProgram(program, { MOUNT_PATH: mountPath, ...more }) }
}

interface KillProgram {
  /** Folder for the worlds of the test. */
  readonly scratch: string
  /** Runs it on a mount, with environment variables of its own. */
  run(mountPath: string, more?: Readonly<Record<string, string>>): Promise<Ended>
}

/** Runs a program to its end, or until it kills itself. */
async function runProgram(program: string, more: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, [program], { env: { ...process.env, ...more } })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  const [, signal] = await once(child, 'close')
  return { signal, lines: text.split('\n').filter((line) => line !== '') }
}

/** Copies a world with owners, modes and links. */
export function copyOf(world: string, scratch: string): string {
  const mountPath = mkdtempSync(join(scratch, 'mount-'))
  execFileSync('cp', ['-a', `${world}/.`, mountPath])
  return mountPath
}

/** The owners of these paths of a mount, each once: `uid:gid`. */
export function ownersOf(mountPath: string, paths: readonly string[]): readonly string[] {
  const owners = paths.map((path) => {
    const { uid, gid } = lstatSync(join(mountPath, path))
    return `${uid}:${gid}`
  })
  return [...new Set(owners)]
}
