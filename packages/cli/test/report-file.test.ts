import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { savePlan } from '../src/plans/plan-file.js'
import { openReport } from '../src/runs/report-file.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-efs-report-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const WHOLE = '{"outcomes":[\n],"summary":{}}\n'

async function write(path: string): Promise<void> {
  const report = await openReport(path)
  await report.end({} as never)
  await report.close()
}

test('a new report appears when it is whole', async () => {
  const report = await openReport(at('report.json'))
  expect(existsSync(at('report.json'))).toBe(false)
  await report.end({} as never)
  await report.close()
  expect(readFileSync(at('report.json'), 'utf8')).toBe(WHOLE)
  expect(readdirSync(folder)).toEqual(['report.json'])
})

test('a report that was not ended leaves the old one', async () => {
  writeFileSync(at('report.json'), 'old')
  await (await openReport(at('report.json'))).close()
  expect([readFileSync(at('report.json'), 'utf8'), readdirSync(folder)]).toEqual(['old', ['report.json']])
})

test('a file keeps its mode', async () => {
  writeFileSync(at('report.json'), 'old', { mode: 0o600 })
  await write(at('report.json'))
  expect(statSync(at('report.json')).mode & 0o777).toBe(0o600)
})

test.each([
  ['a file', 'real.json'],
  ['a file that is not there yet', 'new.json'],
])('a link to %s stays a link', async (_, target) => {
  writeFileSync(at('real.json'), 'old')
  symlinkSync(target, at('first'))
  symlinkSync(at('first'), at('report.json'))
  await write(at('report.json'))
  expect([readlinkSync(at('report.json')), readlinkSync(at('first'))]).toEqual([at('first'), target])
  expect(readFileSync(at(target), 'utf8')).toBe(WHOLE)
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
})

test('a file with two names has the report under both', async () => {
  writeFileSync(at('report.json'), 'something that is longer than the report')
  linkSync(at('report.json'), at('other.json'))
  await write(at('report.json'))
  expect([readFileSync(at('other.json'), 'utf8'), readdirSync(folder).length]).toEqual([WHOLE, 2])
})

test('a pipe is written, and stays one', async () => {
  execFileSync('mkfifo', [at('pipe')])
  const reader = spawn('cat', [at('pipe')])
  const [read] = await Promise.all([text(reader.stdout), write(at('pipe'))])
  expect([read, lstatSync(at('pipe')).isFIFO()]).toEqual([WHOLE, true])
})

test.skipIf(process.getuid?.() !== 0)('a device is written, and stays one', async () => {
  execFileSync('mknod', [at('null'), 'c', '1', '3'])
  symlinkSync('null', at('link'))
  await write(at('null'))
  await write(at('link'))
  expect([lstatSync(at('null')).isCharacterDevice(), readdirSync(folder).sort()]).toEqual([true, ['link', 'null']])
})

test('a saved plan keeps a link, and the mode of the file that it leads to', async () => {
  writeFileSync(at('real.json'), 'old', { mode: 0o600 })
  symlinkSync('real.json', at('plan.json'))
  await savePlan(at('plan.json'), ['ensure'], [])
  expect([readlinkSync(at('plan.json')), statSync(at('real.json')).mode & 0o777]).toEqual(['real.json', 0o600])
  expect(readFileSync(at('real.json'), 'utf8')).toContain('"ensure"')
})

test.skipIf(process.getuid?.() !== 0)('a device that a plan is saved to stays one', async () => {
  execFileSync('mknod', [at('null'), 'c', '1', '3'])
  await savePlan(at('null'), ['ensure'], [])
  expect([lstatSync(at('null')).isCharacterDevice(), readdirSync(folder)]).toEqual([true, ['null']])
})

test('a link with the name of an unfinished report is not followed', async () => {
  writeFileSync(at('others'), 'theirs')
  for (const name of ['report.json.unfinished', `report.json.${process.pid}.unfinished`])
    symlinkSync('others', at(name))
  await write(at('report.json'))
  expect([readFileSync(at('others'), 'utf8'), lstatSync(at('report.json')).isFile()]).toEqual(['theirs', true])
})

test.skipIf(!existsSync('/proc/self/fd'))(
  'a file that is open already is appended to',
  async () => {
    const script = `import { openReport } from ${JSON.stringify(new URL('../src/runs/report-file.ts', import.meta.url).href)}
console.log('before')
const report = await openReport(process.argv[2])
await report.end({})
await report.close()
console.log('after')`
    writeFileSync(at('script.mts'), script)
    for (const [name, shell] of [
      ['/dev/stdout', '> out'],
      ['/proc/self/fd/1', '>> out'],
      ['/dev/fd/3', '3> out > other'],
    ] as const) {
      rmSync(at('out'), { force: true })
      const command = `exec "$0" --import tsx "$1" "$2" ${shell.replaceAll(/out|other/g, (file) => at(file))}`
      execFileSync('sh', ['-c', command, process.execPath, at('script.mts'), name])
      const words = readFileSync(at('out'), 'utf8')
      expect(words).toBe(name === '/dev/fd/3' ? WHOLE : `before\n${WHOLE}after\n`)
    }
  },
  60_000,
)
