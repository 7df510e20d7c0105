import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packAll, publicFolders, workspaceRoot } from './pack.js'
import { badgesOf, publishedManifest, publishedReadme, relativeTargets } from './published.js'
import { publisherProblems, readPublisher } from './publisher.js'
import { rootReadme, withBadges } from './readme-badges.js'

const unset = { repository: '', homepage: '' }
const publisher = { repository: 'https://github.com/owner/name', homepage: '' }
const place = { name: '@scope/core', folder: 'packages/core', version: '1.2.3' }
const tarballs = mkdtempSync(join(tmpdir(), 'studio-efs-published-'))
afterAll(() => rmSync(tarballs, { recursive: true }))

describe('the settings of a publisher', () => {
  test('are complete with a repository', () => {
    expect(publisherProblems(publisher)).toEqual([])
    expect(publisherProblems({ ...publisher, homepage: 'https://docs.example.org/' })).toEqual([])
  })

  test.each([
    '',
    'github.com/owner/name',
    'https://github.com/owner',
    'https://github.com/owner/name.git',
    'git@github.com:owner/name',
  ])('are incomplete with the repository %j', (repository) => {
    expect(publisherProblems({ ...publisher, repository })).toEqual([expect.stringContaining('repository is')])
  })

  test('take no homepage that is not https', () => {
    expect(publisherProblems({ ...publisher, homepage: 'http://docs.example.org' })).toHaveLength(1)
  })
})

describe('a manifest', () => {
  const manifest = {
    name: '@scope/core',
    version: '1.2.3',
    scripts: { build: 'tsup' },
    devDependencies: { a: '1' },
    type: 'module',
  }

  test('names the repository, the folder in it, its issues and its homepage', () => {
    expect(publishedManifest(manifest, publisher, 'packages/core')).toEqual({
      name: '@scope/core',
      version: '1.2.3',
      type: 'module',
      homepage: 'https://github.com/owner/name/tree/HEAD/packages/core#readme',
      bugs: { url: 'https://github.com/owner/name/issues' },
      repository: { type: 'git', url: 'git+https://github.com/owner/name.git', directory: 'packages/core' },
    })
    expect(
      publishedManifest(manifest, { ...publisher, homepage: 'https://docs.example.org/' }, 'packages/core'),
    ).toMatchObject({
      homepage: 'https://docs.example.org/',
    })
  })

  test('names none while the setting is empty', () => {
    expect(publishedManifest(manifest, unset, 'packages/core')).toEqual({
      name: '@scope/core',
      version: '1.2.3',
      type: 'module',
    })
  })
})

describe('a README', () => {
  const text = [
    '# Title',
    '',
    '[page](../../docs/a.md#b), [folder](src/), [site](https://x.org), [here](#part)',
    '```md',
    '[kept](c.md)',
    '```',
  ].join('\n')

  test('links to the files of its version', () => {
    const readme = publishedReadme(text, publisher, place)
    expect(readme).toContain('[page](https://github.com/owner/name/blob/v1.2.3/docs/a.md#b)')
    expect(readme).toContain('[folder](https://github.com/owner/name/tree/v1.2.3/packages/core/src)')
    expect(readme).toContain('[site](https://x.org), [here](#part)\n```md\n[kept](c.md)\n```')
  })

  test('has badges below its title', () => {
    const [title, , ci, npm] = publishedReadme(text, publisher, place).split('\n')
    expect([title, ci, npm]).toEqual(['# Title', ...badgesOf(publisher, ['@scope/core']).split('\n')])
  })

  test('has neither links to files nor badges while the setting is empty', () => {
    expect(publishedReadme(text, unset, place)).toBe(
      text.replace('[page](../../docs/a.md#b), [folder](src/)', 'page, folder'),
    )
  })

  test('shows its relative links, of every kind', () => {
    const kinds = '[a](b.md) ![c](d.png) [e](https://f) [g](#h)\n\n[i]: ./j.md\n<img src="k.png">\n```\n[l](m)\n```'
    expect(relativeTargets(kinds)).toEqual(['b.md', 'd.png', './j.md', 'k.png'])
  })
})

test('README.md has the badges of publisher.json', () => {
  const text = readFileSync(rootReadme, 'utf8')
  expect(text).toBe(withBadges(text, readPublisher()))
  const filledIn = withBadges(text, publisher)
  expect(filledIn).toContain('(https://github.com/owner/name/actions/workflows/ci.yml)')
  expect(withBadges(filledIn, unset)).toBe(withBadges(text, unset))
})

describe('a tarball', () => {
  const packed = packAll(tarballs, publisher)
  const fileOf = (tarball: string, path: string) =>
    execFileSync('tar', ['-xzOf', basename(tarball), `package/${path}`], { cwd: tarballs, encoding: 'utf8' })

  test('is made of every public package', () => {
    expect(packed.map(({ folder }) => folder)).toEqual(publicFolders())
    expect(packed.map(({ name }) => name)).toContain('@studio-efs/core')
  })

  test.each(packed)('of $name has the repository, and no dependency of the workspace', ({ tarball, folder }) => {
    const manifest = fileOf(tarball, 'package.json')
    expect(JSON.parse(manifest)).toMatchObject({
      repository: { type: 'git', url: 'git+https://github.com/owner/name.git', directory: folder },
      bugs: { url: 'https://github.com/owner/name/issues' },
      homepage: `https://github.com/owner/name/tree/HEAD/${folder}#readme`,
      publishConfig: { access: 'public', provenance: true },
      license: 'Apache-2.0',
      engines: { node: '>=20.19' },
      sideEffects: false,
      keywords: expect.arrayContaining(['sagemaker-studio', 'amazon-efs']),
    })
    expect(manifest).not.toMatch(/workspace:|catalog:|"(scripts|devDependencies)"/)
  })

  test.each(packed)('of $name has a README whose links npm can follow', ({ tarball, version }) => {
    const readme = fileOf(tarball, 'README.md')
    expect(relativeTargets(readme)).toEqual([])
    expect(readme).toContain(`](https://github.com/owner/name/blob/v${version}/`)
  })

  test.each(packed)('of $name says first how to install it', ({ name, tarball }) => {
    const [install] = fileOf(tarball, 'README.md').match(/^```[\s\S]*?^```$/m) ?? []
    expect(install).toMatch(new RegExp(`^npm install (-D )?${name}\\b`, 'm'))
  })

  test.each(packed)('of $name has the license', ({ tarball }) => {
    expect(fileOf(tarball, 'LICENSE')).toBe(readFileSync(join(workspaceRoot, 'LICENSE'), 'utf8'))
  })
})
