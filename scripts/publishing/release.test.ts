import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { publicFolders, workspaceRoot } from './pack.js'
import { type Release, releaseProblems } from './release-problems.js'

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-release-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const ready: Release = {
  publisher: { repository: 'https://github.com/owner/name', homepage: '' },
  security: '> Contact: security@example.org',
  changesets: [],
  versions: ['1.2.3', '1.2.3'],
  tag: 'v1.2.3',
  repository: 'owner/name',
}

describe('a release is refused', () => {
  test('for no reason when everything is in place', () => {
    expect(releaseProblems(ready)).toEqual([])
    expect(releaseProblems({ ...ready, tag: undefined, repository: undefined })).toEqual([])
  })

  test.each<[string, Partial<Release>, string]>([
    [
      'without a repository',
      { publisher: { repository: '', homepage: '' }, repository: undefined },
      'repository is ""',
    ],
    ['from another repository', { repository: 'fork/name' }, 'fork/name'],
    [
      'without a contact for vulnerabilities',
      { security: '> Contact: to be filled in by the publisher' },
      'SECURITY.md',
    ],
    ['with changes that belong to no version', { changesets: ['a-change.md'] }, 'a-change.md'],
    ['with different versions', { versions: ['1.2.3', '1.2.4'] }, '1.2.3, 1.2.4'],
    ['for a tag of another version', { tag: 'v1.2.4' }, 'v1.2.4'],
  ])('%s', (_case, change, part) => {
    expect(releaseProblems({ ...ready, ...change })).toEqual([expect.stringContaining(part)])
  })
})

describe('the check of the release workflow', () => {
  function check({ repository, tag }: { repository: string; tag: string }) {
    const files = {
      'publisher.json': JSON.stringify({ repository, homepage: '' }),
      'SECURITY.md': 'Contact: security@example.org',
      '.changeset/README.md': '',
      'packages/core/package.json': JSON.stringify({ version: '1.2.3' }),
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(scratch, dirname(path)), { recursive: true })
      writeFileSync(join(scratch, path), text)
    }
    const workflow = { GITHUB_REPOSITORY: 'owner/name', GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: tag }
    const args = ['--import', 'tsx', 'scripts/publishing/check.ts', scratch]
    return spawnSync(process.execPath, args, {
      cwd: workspaceRoot,
      encoding: 'utf8',
      env: { ...process.env, ...workflow },
    })
  }

  test('exits with 1 while publisher.json is empty', () => {
    const { status, stderr } = check({ repository: '', tag: 'v1.2.3' })
    expect(stderr).toContain('publisher.json: repository is ""')
    expect(status).toBe(1)
  })

  test('exits with 0 when everything is in place', () => {
    expect(check({ repository: 'https://github.com/owner/name', tag: 'v1.2.3' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })
})

describe('publishing', () => {
  test.each(publicFolders())('from the folder %s is refused', (folder) => {
    const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8'))
    const { status, stderr } = spawnSync(scripts.prepublishOnly, {
      cwd: join(workspaceRoot, folder),
      shell: true,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('scripts/publishing/publish.ts') })
  })

  const workflow = parse(readFileSync(join(workspaceRoot, '.github/workflows/release.yml'), 'utf8'))
  const commandsOf = (job: { steps: readonly { run?: string }[] }) => job.steps.flatMap(({ run }) => run ?? [])

  test('comes after the check, in the workflow', () => {
    expect(commandsOf(workflow.jobs.check).slice(0, 2)).toEqual([
      'npm run setup',
      'npx tsx scripts/publishing/check.ts',
    ])
    expect(workflow.jobs.publish.needs).toBe('check')
    const commands = commandsOf(workflow.jobs.publish)
    const check = commands.indexOf('npx tsx scripts/publishing/check.ts')
    expect(check).toBeGreaterThan(-1)
    expect(commands.indexOf('npx tsx scripts/publishing/publish.ts')).toBeGreaterThan(check)
  })

  test('alone may prove who publishes, and no token is stored', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(workflow.jobs.check.permissions).toBeUndefined()
    expect(workflow.jobs.publish.permissions).toEqual({ contents: 'write', 'id-token': 'write' })
    expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/)
  })
})
