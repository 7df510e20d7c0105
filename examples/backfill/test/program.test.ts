import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { resumeCommand } from '../src/summary.js'

vi.setConfig({ testTimeout: 60_000 })

const source = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-backfill-'))
/** Bundled once, so that the tests do not compile it each time. */
const program = join(scratch, 'program.mjs')

beforeAll(async () => {
  await build({
    entry: { program: source },
    outDir: scratch,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    noExternal: [/.*/],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    esbuildOptions: (options) => {
      options.mainFields = ['module', 'main']
    },
    config: false,
    silent: true,
    splitting: false,
    clean: false,
  })
}, 60_000)
afterAll(() => rmSync(scratch, { recursive: true }))

let reports = 0
const newReport = () => join(scratch, `report-${++reports}.json`)

function start(...words: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...words], { cwd: root, stdio: 'pipe' })
}

async function endOf(child: ChildProcessWithoutNullStreams) {
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, errors, status }
}

const run = (...words: string[]) => endOf(start(...words))
const read = (report: string) => JSON.parse(readFileSync(report, 'utf8'))

test('plan shows what would change, what would fail, and why', async () => {
  const report = newReport()
  const { out, status } = await run('plan', '--fake', '12', '--report', report)
  expect(out).toMatch(
    /│ d-fakestudio\/user-1 +│ create \/user-1, 10001:2001 0700 +│ copy fs-0a+, add fs-0123456789abcdef0 +│/,
  )
  expect(out).toContain('│ move fs-0123456789abcdef0 from /home/user-7 to /user-7')
  expect(out).toContain('failed: d-fakestudio/user-5: /user-5 is not a directory but a file')
  expect(out).toContain('skipped: d-fakestudio/user-4')
  expect(out).toContain('9 to be changed, 0 unchanged, 1 skipped, 2 failed')
  expect(status).toBe(1)
  const { outcomes, summary } = read(report)
  expect([outcomes.length, summary.dryRun, summary.onboarded]).toEqual([12, true, 9])
})

test('apply writes plain lines where there is no terminal, and a report', async () => {
  const report = newReport()
  const { out, errors, status } = await run('apply', '--fake', '12', '--report', report)
  expect(out).toMatch(/^12 of 12: 9 changed, 2 failed, 0 not ready; [\d.]+\/s, 0 s left$/m)
  expect(`${out}${errors}`).not.toContain('\u001b')
  expect(status).toBe(1)
  const failed = read(report).outcomes.filter(({ outcome }: { outcome: string }) => outcome === 'failed')
  expect(failed.map(({ error }: { error: { name: string } }) => error.name).sort()).toEqual([
    'NotADirectoryError',
    'TooManyFileSystemsError',
  ])
})

const hasTerminal = spawnSync('script', ['--version']).status === 0

test.skipIf(!hasTerminal)('apply shows a bar on a terminal', async () => {
  const command = `${process.execPath} ${program} apply --fake 40 --report ${newReport()}`
  const { out } = await endOf(spawn('script', ['-qefc', command, '/dev/null'], { cwd: root, stdio: 'pipe' }))
  expect(out).toMatch(/=+ 100% \| 40\/40 \| 37 changed, 2 failed/)
})

test('the status is 0 when everything is as it should be', async () => {
  expect((await run('apply', '--fake', '4', '--report', newReport())).status).toBe(0)
})

/** Waits a while after the first line of progress. */
function interruptSoon(child: ChildProcessWithoutNullStreams, signal: 'SIGINT' | 'SIGTERM'): void {
  let isOnItsWay = false
  child.stdout.on('data', (line) => {
    if (!isOnItsWay && / of /.test(String(line))) setTimeout(() => child.kill(signal), 1500)
    isOnItsWay ||= / of /.test(String(line))
  })
}

test('Ctrl-C ends it cleanly and prints the command that resumes it, which does the rest', async () => {
  const report = newReport()
  // On one page: the list of another fake AWS has other tokens.
  const child = start('apply', '--fake', '100', '--report', report)
  interruptSoon(child, 'SIGINT')
  const { out, status } = await endOf(child)
  expect(status).toBe(1)
  expect(out).toContain('The run ended early (aborted)')
  const [, words = ''] = /^ {2}npm run backfill -- (.+)$/m.exec(out) ?? []
  expect(words).toBe(`apply --fake 100 --report ${report} --resume ${report}`)
  const { outcomes } = read(report)
  expect(outcomes.length).toBeGreaterThan(10)
  const resumed = await run(...words.split(' '))
  expect(resumed.out).not.toContain('ended early')
  const names = read(report).outcomes.map(
    ({ profile }: { profile: { userProfileName: string } }) => profile.userProfileName,
  )
  expect([names.length, new Set(names).size]).toEqual([100, 100])
  // Failures before the Ctrl-C count too.
  expect([resumed.status, read(report).summary.altogether.failed]).toEqual([1, 2])
  expect(resumed.out).toContain('in total, with the earlier runs: ')
})

test('SIGTERM ends it as Ctrl-C does', async () => {
  const child = start('apply', '--fake', '150', '--report', newReport())
  interruptSoon(child, 'SIGTERM')
  expect((await endOf(child)).out).toContain('The run ended early (aborted)')
})

test('a plan has a report of its own, shows how far it is beside its output, and sorts its rows', async () => {
  const folder = mkdtempSync(join(scratch, 'plan-'))
  const { out, errors } = await endOf(
    spawn(process.execPath, [program, 'plan', '--fake', '30', '--rows', '12'], { cwd: folder, stdio: 'pipe' }),
  )
  expect(readdirSync(folder)).toEqual(['backfill-plan.json'])
  expect(errors).toMatch(/^30 of 30: /m)
  const rows = [...out.matchAll(/^│ d-fakestudio.user-(\d+) /gm)].map(([, n]) => Number(n))
  expect(rows).toEqual([1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15])
})

test('a reader that leaves early is no error', async () => {
  const command = `${process.execPath} ${program} plan --fake 12 --report ${newReport()} | head -1`
  const { errors } = await endOf(spawn('sh', ['-c', command], { cwd: root, stdio: 'pipe' }))
  expect(errors).not.toContain('EPIPE')
})

test('the command that goes on is fit for a shell', () => {
  const argv = ['node', 'main', 'apply', '-m', '/mnt/my efs', '--resume=old.json', '--layout', "/{userProfileName}'s"]
  expect(resumeCommand({ report: 'my report.json' }, argv)).toBe(
    `npm run backfill -- apply -m '/mnt/my efs' --layout '/{userProfileName}'\\''s' --resume 'my report.json'`,
  )
})

test.each<[string, string[], string]>([
  ['nothing to do', [], 'Usage: backfill'],
  ['no file system', ['plan', '--mount-path', '/mnt/efs'], '--file-system'],
  ['no place for directories', ['apply', '--file-system', 'fs-01234567'], '--mount-path'],
  ['an invalid count', ['plan', '--fake', 'many'], 'whole number'],
  ['an option that there is not', ['plan', '--fake', '--force'], '--force'],
  ['an invalid file-system id', ['plan', '--fake', '--file-system', 'my-efs'], 'InvalidInputError'],
  ['a domain that is not there', ['apply', '--fake', '--domain', 'd-nowhere'], 'ResourceNotFoundError'],
  ['a report that is not there', ['apply', '--fake', '--resume', '/nowhere.json'], 'ENOENT'],
])('with %s nothing starts, and the status is 2', async (_, words, message) => {
  const report = newReport()
  const { errors, status } = await run(...words, ...(words.length > 0 ? ['--report', report] : []))
  expect(errors).toContain(message)
  expect(status).toBe(2)
  expect([existsSync(report), existsSync(`${report}.unfinished`)]).toEqual([false, false])
})

test('it runs from its source, and --help is no error', async () => {
  const { out, status } = await endOf(
    spawn(process.execPath, ['--import', 'tsx', source, 'apply', '--help'], { cwd: root, stdio: 'pipe' }),
  )
  expect([status, out.includes('--directory-function')]).toEqual([0, true])
})
