import { readdir, readFile } from 'node:fs/promises'
import { basename, join, parse, resolve } from 'node:path'
import type { EsbuildPlugin } from './slim-sdk.js'

/** Licenses that ask for nothing but their text, and the notices, beside the code. */
const LICENSES: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'])
const LEGAL_FILE = /^(licen[cs]e|notice|copying)([.-].*)?$/i
const PACKAGE_FOLDER = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//

type EntryPoints = Parameters<EsbuildPlugin['setup']>[0]['initialOptions']['entryPoints']

/** Puts the folders of the packages whose code is in the bundle into `folders`, once the bundle is written. */
export function collectPackages(folders: Set<string>): EsbuildPlugin {
  return {
    name: 'collect-packages',
    setup(build) {
      build.initialOptions.metafile = true
      const from = build.initialOptions.absWorkingDir ?? process.cwd()
      const entries = entryNames(build.initialOptions.entryPoints)
      build.onEnd(({ metafile }) => {
        const outputs = metafile?.outputs ?? {}
        const isEntry = (path: string) => entries.has(basename(path).replace(/\.m?js$/, ''))
        const files = new Set(Object.keys(outputs).filter(isEntry))
        // Also visits the files that it adds. A file that no other one imports is dropped.
        for (const file of files) {
          for (const { path } of outputs[file]?.imports ?? []) files.add(path)
          for (const [path, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
            const [, folder] = PACKAGE_FOLDER.exec(resolve(from, path)) ?? []
            if (folder !== undefined && bytesInOutput > 0) folders.add(folder)
          }
        }
      })
    },
  }
}

/** Names of the files that esbuild makes of its entry points, without extension. */
function entryNames(entryPoints: EntryPoints): ReadonlySet<string> {
  if (entryPoints === undefined) return new Set()
  if (!Array.isArray(entryPoints)) return new Set(Object.keys(entryPoints))
  return new Set(entryPoints.map((each) => (typeof each === 'string' ? parse(each).name : each.out)))
}

interface ThirdParty {
  /** Name, version and license. */
  readonly title: string
  /** Its license and notice files. */
  readonly text: string
}

/**
 * The file that goes along with a bundle: each package in it with the texts that its license asks for; a text of several
 * packages once. Throws for a license that is not on the list, and for a package without a license text, unless
 * `standardTexts` has the one of its license.
 */
export async function noticesOf(
  folders: Iterable<string>,
  standardTexts: Readonly<Record<string, string>> = {},
): Promise<string> {
  const packages = await Promise.all([...folders].map((folder) => thirdPartyAt(folder, standardTexts)))
  const titles = new Map<string, Set<string>>()
  for (const { title, text } of packages.toSorted((a, b) => (a.title < b.title ? -1 : 1)))
    titles.set(text, (titles.get(text) ?? new Set()).add(title))
  const parts = [...titles].map(([text, of]) => `${[...of].join('\n')}\n\n${text}`)
  return `This package contains code of other makers, under these licenses.\n\n${parts.join(`\n${'-'.repeat(80)}\n`)}`
}

async function thirdPartyAt(folder: string, standardTexts: Readonly<Record<string, string>>): Promise<ThirdParty> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  if (typeof license !== 'string' || !LICENSES.has(license))
    throw new Error(
      `${name}@${version} is in a bundle and has the license ${JSON.stringify(license)}, which is not known.`,
    )
  const files = (await readdir(folder)).filter((file) => LEGAL_FILE.test(file)).sort()
  const standard = files.some((file) => !/^notice/i.test(file)) ? undefined : standardTexts[license]
  if (standard === undefined && !files.some((file) => !/^notice/i.test(file)))
    throw new Error(`${name}@${version} is in a bundle and has no license text in ${folder}.`)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const text = [...(standard === undefined ? [] : [standard]), ...texts]
    .map((each) => `${each.replaceAll('\r\n', '\n').trim()}\n`)
    .join('\n')
  return { title: `${name} ${version} (${license})`, text }
}
