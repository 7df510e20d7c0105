import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Runs Terraform without looking for updates, and without the configuration of the user. */
export function terraform(folder: string, ...args: readonly string[]) {
  const { TF_CLI_CONFIG_FILE: _, ...env } = process.env
  return spawnSync('terraform', args, { cwd: folder, encoding: 'utf8', env: { ...env, CHECKPOINT_DISABLE: '1' } })
}

export const hasTerraform = terraform('.', 'version').error === undefined

/** Makes a configuration that needs no provider, below `at`, hands that folder over, and removes all of it. */
export function withConfiguration<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T, at = '.'): T {
  const folder = mkdtempSync(join(tmpdir(), 'studio-efs-terraform-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    run(join(folder, at), 'init', '-backend=false')
    return use(join(folder, at))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The outputs of a configuration after it was applied. */
export function outputsOf<Outputs>(folder: string): Outputs {
  run(folder, 'apply', '-auto-approve')
  const outputs = JSON.parse(terraform(folder, 'output', '-json').stdout) as Record<string, { readonly value: unknown }>
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as Outputs
}

function run(folder: string, command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = terraform(folder, command, ...args, '-no-color', '-input=false')
  if (status !== 0) throw new Error(`terraform ${command}: ${stdout}${stderr}`)
}
