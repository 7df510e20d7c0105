// Packs every public package as it is published and checks the tarballs: publint for their manifests, attw for their
// types, and the links that npm would show.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problemsWithoutOptionalClients } from './check-optional-clients.js'
import { type PackedPackage, packAll, workspaceRoot } from './publishing/pack.js'
import { relativeTargets } from './publishing/published.js'

const tools = {
  publint: 'node_modules/publint/src/cli.js',
  attw: 'node_modules/@arethetypeswrong/cli/dist/index.js',
}

function passes(tool: keyof typeof tools, ...args: readonly string[]): boolean {
  const command = [join(workspaceRoot, tools[tool]), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: workspaceRoot, encoding: 'utf8' })
  if (status !== 0) console.error(stdout, stderr)
  return status === 0
}

/** False for a package that holds a program only. */
function isImported({ manifest }: PackedPackage): boolean {
  return Object.keys(Object(manifest['exports'])).some((entry) => entry !== './package.json')
}

function linksAreAbsolute({ name, readme }: PackedPackage): boolean {
  const relative = relativeTargets(readme)
  if (relative.length > 0) console.error(`${name}: README.md links to ${relative.join(', ')}, which npm cannot follow.`)
  return relative.length === 0
}

const tarballs = mkdtempSync(join(tmpdir(), 'studio-efs-packages-'))
try {
  for (const packed of packAll(tarballs)) {
    const { name, version, tarball } = packed
    const passed =
      passes('publint', 'run', tarball, '--strict') &&
      (!isImported(packed) || passes('attw', tarball, '--profile', 'esm-only', '--no-emoji', '--no-color')) &&
      linksAreAbsolute(packed)
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}@${version}`)
    if (!passed) process.exitCode = 1
    if (name !== '@studio-efs/core') continue
    const problems = problemsWithoutOptionalClients(tarball)
    console.log(`${problems === undefined ? 'ok    ' : 'FAILED'} ${name} without its optional clients`)
    if (problems !== undefined) {
      console.error(problems)
      process.exitCode = 1
    }
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true })
}
