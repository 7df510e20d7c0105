// Packs every public package as npm would and checks the tarballs: publint for their manifests, attw for their types.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemsWithoutOptionalClients } from './check-optional-clients.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const tarballs = mkdtempSync(join(tmpdir(), 'studio-efs-packages-'))

function run(command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) console.error(stdout, stderr)
  return status === 0
}

let allPassed = true
try {
  for (const folder of readdirSync(join(root, 'packages'))) {
    const cwd = join(root, 'packages', folder)
    const { name, version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
    const tarball = join(tarballs, `${folder}.tgz`)
    const passed =
      run('pnpm', ['pack', '--out', tarball], cwd) &&
      run('publint', ['run', tarball, '--strict']) &&
      run('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'])
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}@${version}`)
    allPassed &&= passed
  }
  const problems = problemsWithoutOptionalClients(join(tarballs, 'core.tgz'))
  console.log(`${problems === undefined ? 'ok    ' : 'FAILED'} @studio-efs/core without its optional clients`)
  if (problems !== undefined) console.error(problems)
  allPassed &&= problems === undefined
} finally {
  rmSync(tarballs, { recursive: true, force: true })
}
process.exit(allPassed ? 0 : 1)
