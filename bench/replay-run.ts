// Reads CloudTrail log files to the end, in a process of its own.
import { logFilesSource } from '@studio-efs/core'

export interface ReplayRunResult {
  readonly events: number
  readonly files: number
  readonly unreadable: number
  readonly ms: number
  /** The most memory that the process ever had, its code included. */
  readonly peakMb: number
}

const start = performance.now()
let [events, files, unreadable] = [0, 0, 0]
for await (const item of logFilesSource({}, { location: process.argv[2] ?? '' })) {
  if (item.kind === 'decoded') events += 1
  if (item.kind !== 'file') continue
  files += 1
  unreadable += item.error === undefined ? 0 : 1
}
const peakMb = process.resourceUsage().maxRSS / 1024
const result: ReplayRunResult = { events, files, unreadable, ms: performance.now() - start, peakMb }
process.stdout.write(JSON.stringify(result))
