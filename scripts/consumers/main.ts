// Installs the packed packages into applications and runs them: `npm run check:consumers` for those of .ci/run,
// `npm run check:consumers -- all` for the whole matrix, or part of a name for some. It needs the npm registry and the built
// packages. Folders stay, and are named, when something failed.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PackedPackage, packAll } from '../publishing/pack.js'
import { type Consumer, consumers, type Peers } from './matrix.js'
import { installProblems, npmInstall, runStep } from './run-consumer.js'

const projects = fileURLToPath(new URL('./projects', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-consumers-'))
const packed = packAll(join(scratch, 'tarballs'))
const chosen = consumers(peersOf(packed)).filter(selectedBy(process.argv[2] ?? 'fast'))
if (chosen.length === 0) throw new Error('No consumer has this in its name; matrix.ts lists them.')

const failed = chosen.filter((consumer, at) => !passes(consumer, join(scratch, String(at))))
if (failed.length === 0) rmSync(scratch, { recursive: true, force: true })
else console.error(`${failed.length} of ${chosen.length} consumers failed; their folders are in ${scratch}`)
process.exitCode = failed.length === 0 ? 0 : 1

function selectedBy(word: string): (consumer: Consumer) => boolean {
  if (word === 'all') return () => true
  return word === 'fast' ? ({ fast }) => fast === true : ({ name }) => name.includes(word)
}

function passes(consumer: Consumer, folder: string): boolean {
  const startedAt = performance.now()
  mkdirSync(folder)
  cpSync(join(projects, consumer.project), folder, { recursive: true })
  const tarballs = packed.filter((one) =>
    (consumer.packages as readonly string[]).includes(one.folder.replace('packages/', '')),
  )
  const ours = Object.fromEntries(tarballs.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const dependencies = { ...ours, ...consumer.dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2))
  const problems = [...npmInstall(folder), ...installProblems(folder, consumer)]
  for (const step of problems.length === 0 ? consumer.steps : []) problems.push(...runStep(folder, step))
  for (const problem of problems) console.error(problem)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  console.log(
    `${problems.length === 0 ? 'ok    ' : 'FAILED'} ${consumer.name} (${consumer.steps.length} steps, ${seconds} s)`,
  )
  return problems.length === 0
}

/** Reads the peers from the manifest of core, as it is packed. */
function peersOf(packages: readonly PackedPackage[]): Peers {
  const core = packages.find(({ folder }) => folder === 'packages/core')
  if (core === undefined) throw new Error('packages/core is not packed.')
  const ranges = Object.entries(core.manifest['peerDependencies'] as Record<string, string>)
  const optional = core.manifest['peerDependenciesMeta'] as Record<string, { optional?: boolean }>
  const [[, range = ''] = []] = ranges
  if (!ranges.every(([, other]) => other === range)) throw new Error('The peers of core have different ranges.')
  return {
    lowest: range.replace('^', ''),
    required: ranges.map(([name]) => name).filter((name) => optional[name]?.optional !== true),
  }
}
