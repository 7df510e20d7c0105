// Texts of a package as npm shows them, made from its own files and the publisher's settings. Without a repository, the
// manifest names none and links to files of the repository become plain text.
import { posix } from 'node:path'
import type { Publisher } from './publisher.js'

/** A package.json, as far as publishing reads it. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly [field: string]: unknown
}

/** The place of a package: its folder in the repository, such as `packages/core`, and the version it is packed as. */
export interface Place {
  readonly folder: string
  readonly version: string
}

/** Fields that only the workspace reads. */
const WORKSPACE_ONLY = ['scripts', 'devDependencies', 'packageManager']

/** Adds repository, bugs and homepage, and leaves out what only the workspace reads. */
export function publishedManifest(manifest: Manifest, { repository, homepage }: Publisher, folder: string): Manifest {
  const kept = Object.fromEntries(Object.entries(manifest).filter(([field]) => !WORKSPACE_ONLY.includes(field)))
  if (repository === '') return { ...kept, name: manifest.name, version: manifest.version }
  return {
    ...kept,
    name: manifest.name,
    version: manifest.version,
    homepage: homepage === '' ? `${repository}/tree/HEAD/${folder}#readme` : homepage,
    bugs: { url: `${repository}/issues` },
    repository: { type: 'git', url: `git+${repository}.git`, directory: folder },
  }
}

/** Puts badges below the title, and makes links to files of the repository absolute, at the tag of the version. */
export function publishedReadme(text: string, publisher: Publisher, place: Place & { readonly name: string }): string {
  const [title = '', ...rest] = outsideCode(text, (prose) => withAbsoluteLinks(prose, publisher, place)).split('\n')
  const badges = badgesOf(publisher, [place.name])
  return [title, ...(badges === '' ? [] : ['', badges]), ...rest].join('\n')
}

/** Badges of the build and of packages on npm; none without a repository. */
export function badgesOf({ repository }: Publisher, names: readonly string[]): string {
  if (repository === '') return ''
  const workflow = `${repository}/actions/workflows/ci.yml`
  return [
    `[![ci](${workflow}/badge.svg)](${workflow})`,
    ...names.map((name) => `![npm](https://img.shields.io/npm/v/${name}?label=${encodeURIComponent(name)})`),
  ].join('\n')
}

/** Targets of Markdown links that are relative to the file: neither an address nor a place on the page. */
export function relativeTargets(text: string): readonly string[] {
  const targets: string[] = []
  outsideCode(text, (prose) => {
    const found = [...prose.matchAll(/\]\(([^)\s]+)|^\[[^\]]+\]:\s*(\S+)|\b(?:href|src)="([^"]+)"/gm)]
    targets.push(...found.map(([, inline, reference, html]) => inline ?? reference ?? html ?? ''))
    return prose
  })
  return targets.filter((target) => !/^(https?:|mailto:|#)/.test(target))
}

function withAbsoluteLinks(prose: string, { repository }: Publisher, { folder, version }: Place): string {
  return prose.replace(
    /\[([^\]]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)/g,
    (_link, label, target, anchor = '') => {
      if (repository === '') return label
      const path = posix.join(folder, target).replace(/\/$/, '')
      const kind = posix.extname(path) === '' ? 'tree' : 'blob'
      return `[${label}](${repository}/${kind}/v${version}/${path}${anchor})`
    },
  )
}

/** Edits the text between fenced blocks of code. */
function outsideCode(text: string, edit: (prose: string) => string): string {
  return text
    .split(/^(```[\s\S]*?^```)$/m)
    .map((part) => (part.startsWith('```') ? part : edit(part)))
    .join('')
}
