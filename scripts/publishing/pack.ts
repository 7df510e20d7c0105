// Packs every public package as it is published: `npx tsx scripts/publishing/pack.ts <folder>` after `pnpm run build`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Manifest, publishedManifest, publishedReadme } from './published.js'
import { type Publisher, readPublisher } from './publisher.js'

export const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface PackedPackage {
  readonly name: string
  readonly version: string
  /** Folder in the repository, such as `packages/core`. */
  readonly folder: string
  readonly tarball: string
  readonly manifest: Manifest
  readonly readme: string
}

/** Folders of the packages that are published. */
export function publicFolders(): readonly string[] {
  return readdirSync(join(workspaceRoot, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => manifestIn(join(workspaceRoot, folder)).private !== true)
}

/** Packs all public packages into `target`. Throws, with the output of the program that failed. */
export function packAll(target: string, publisher: Publisher = readPublisher()): readonly PackedPackage[] {
  mkdirSync(target, { recursive: true })
  return publicFolders().map((folder) => packOne(folder, target, publisher))
}

function packOne(folder: string, target: string, publisher: Publisher): PackedPackage {
  const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-pack-'))
  try {
    const draft = join(scratch, 'draft.tgz')
    const pnpm = join(workspaceRoot, 'node_modules/pnpm/bin/pnpm.cjs')
    run(process.execPath, [pnpm, 'pack', '--out', draft], join(workspaceRoot, folder))
    run('tar', ['-xzf', 'draft.tgz'], scratch)
    const unpacked = join(scratch, 'package')
    const draftManifest = manifestIn(unpacked)
    const { name, version } = draftManifest
    const manifest = publishedManifest(draftManifest, publisher, folder)
    const draftReadme = readFileSync(join(unpacked, 'README.md'), 'utf8')
    const readme = publishedReadme(draftReadme, publisher, { name, version, folder })
    writeFileSync(join(unpacked, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    writeFileSync(join(unpacked, 'README.md'), readme)
    const tarball = join(resolve(target), `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    run('tar', ['-czf', 'published.tgz', 'package'], scratch) // Some programs named tar take C: for a host.
    copyFileSync(join(scratch, 'published.tgz'), tarball)
    return { name, version, folder, tarball, manifest, readme }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed in ${cwd}\n${stdout}${stderr}`, { cause: error })
}

const [, program, target] = process.argv
if (program === fileURLToPath(import.meta.url)) {
  if (target === undefined) throw new Error('Name the folder for the tarballs: tsx scripts/publishing/pack.ts <folder>')
  for (const { tarball } of packAll(target)) console.log(tarball)
}
