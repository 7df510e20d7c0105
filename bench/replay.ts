import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundled } from './bundled.js'
import type { ReplayRunResult } from './replay-run.js'
import type { Row } from './row.js'
import { type Mix, multiply, writeLargestFile, writeTrail } from './trail-files.js'

const FILES = 300
const ROUNDS = 10

/** Reads log files, bundled as in the Lambda function, against unpacking them with gzip on one core. */
export async function benchReplay(): Promise<readonly Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-bench-'))
  const reader = await bundled('replay-run')
  const run = (folder: string, mode: 'read' | 'replay'): ReplayRunResult =>
    JSON.parse(execFileSync(process.execPath, [reader, folder, mode]).toString())
  const read = (folder: string) => run(folder, 'read')
  try {
    const speed = (name: string, what: string, allowed: number, mix: Mix) => {
      const files = writeTrail(join(scratch, name), FILES, mix)
      return { files, row: speedRow(what, allowed, files, () => read(join(scratch, name))) }
    }
    const none = speed('none', 'no matching record', 0.6, { matching: 0 })
    const noise = speed('noise', 'none, 2% name it in their text', 0.45, { matching: 0, naming: 0.02 })
    const both = speed('both', '1% matching, 2% name it in their text', 0.6, { matching: 0.01, naming: 0.02 })
    const some = speed('some', '1% matching records', 1, { matching: 0.01 })
    return [
      ...[none, noise, both, some].map(({ row }) => row),
      memoryRow(scratch, some.files, read),
      replayMemoryRow(scratch, (folder) => run(folder, 'replay')),
    ]
  } finally {
    rmSync(scratch, { recursive: true })
    rmSync(dirname(reader), { recursive: true })
  }
}

/** Lets both take turns and compares the best of each, because other load only adds to the time. */
function speedRow(what: string, allowed: number, files: readonly string[], read: () => ReplayRunResult): Row {
  const times = Array.from({ length: ROUNDS }, () => ({ gzip: gzipMs(files), reader: read().ms }))
  const gzip = Math.min(...times.map((time) => time.gzip))
  const reader = Math.min(...times.map((time) => time.reader))
  const { unreadable, files: seen } = read()
  return {
    measure: `${FILES} log files, ${what}: wall time on two cores, to gzip -dc on one`,
    asked: `≤ ${allowed}`,
    reached: `${(reader / gzip).toFixed(2)} (${reader.toFixed(0)} of ${gzip.toFixed(0)} ms)`,
    holds: reader / gzip <= allowed && seen === FILES && unreadable === 0,
  }
}

function gzipMs(files: readonly string[]): number {
  const start = performance.now()
  execFileSync('gzip', ['-dc', ...files], { stdio: ['ignore', 'ignore', 'inherit'] })
  return performance.now() - start
}

function memoryRow(scratch: string, files: readonly string[], read: (folder: string) => ReplayRunResult): Row {
  const times = 10
  const folder = join(scratch, 'many')
  multiply(files, folder, times)
  const many = read(folder)
  writeLargestFile(folder)
  const withLargest = read(folder)
  const peakMb = Math.max(many.peakMb, withLargest.peakMb)
  return {
    measure: `${FILES * times} log files, and one of 50 MB: peak memory`,
    asked: '≤ 200 MB',
    reached: `${many.peakMb.toFixed(0)} MB, ${withLargest.peakMb.toFixed(0)} MB with the large one`,
    holds: peakMb <= 200 && withLargest.files === FILES * times + 1 && withLargest.unreadable === 0,
  }
}

/** Replays the same events many times: memory depends on the number of profiles alone. */
function replayMemoryRow(scratch: string, replay: (folder: string) => ReplayRunResult): Row {
  const times = 20
  const files = writeTrail(join(scratch, 'all'), FILES / 15, { matching: 1 })
  multiply(files, join(scratch, 'often'), times)
  const once = replay(join(scratch, 'all'))
  const often = replay(join(scratch, 'often'))
  return {
    measure: `replay of ${often.events} events of ${once.events} profiles: peak memory`,
    asked: '≤ 200 MB',
    reached: `${often.peakMb.toFixed(0)} MB (${once.peakMb.toFixed(0)} MB with each event once)`,
    holds: often.peakMb <= 200 && often.events === once.events * times,
  }
}
