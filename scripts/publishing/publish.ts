// Publishes what npm does not have yet, with provenance: `npx tsx scripts/publishing/publish.ts` after `pnpm run build`.
// It refuses for the same reasons as check.ts. Running it again publishes what is missing.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { npmCommand } from '../npm-command.mjs'
import { packAll, workspaceRoot } from './pack.js'
import { readRelease, releaseProblems } from './release-problems.js'

const problems = releaseProblems(readRelease(workspaceRoot, process.env))
if (problems.length > 0) {
  console.error(`Nothing is published.\n${problems.join('\n')}`)
  process.exit(1)
}
const tarballs = mkdtempSync(join(tmpdir(), 'studio-efs-publish-'))
try {
  for (const { name, version, tarball } of packAll(tarballs)) {
    if (isPublished(`${name}@${version}`)) {
      console.log(`${name}@${version} is on npm already`)
      continue
    }
    // Since version 11.5.1 npm asks GitHub for the identity by itself; no token is stored anywhere.
    const { status } = spawnSync('npm', ['publish', tarball, '--access', 'public', '--provenance'], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`npm did not publish ${name}@${version}. Run this again when the cause is gone.`)
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true })
}

/** Asks npm for this exact version. Throws when npm cannot tell. */
function isPublished(version: string): boolean {
  const { command, args, shell } = npmCommand('npm', ['view', version, 'version'])
  const { status, stdout, stderr } = spawnSync(command, args, { shell, encoding: 'utf8' })
  if (status === 0) return stdout.trim() !== ''
  if (stderr.includes('E404')) return false
  throw new Error(`npm view ${version} failed:\n${stderr}`)
}
