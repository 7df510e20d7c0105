import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Options } from 'tsup'

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

/** Runs a program to its end, or until it kills itself. */
export async function runProgram(program: string, more: Readonly<Record<string, string>>): Promise<Ended> {
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
