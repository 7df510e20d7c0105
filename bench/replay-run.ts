// Reads CloudTrail log files to the end, or replays them over profiles that are all gone, in a process of its own.
import type { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { replayCloudTrail, unwrap } from '@studio-efs/core'
import { logFilesSource } from '@studio-efs/core/cloudtrail'
import { ok } from 'neverthrow'

export interface ReplayRunResult {
  readonly events: number
  readonly files: number
  readonly unreadable: number
  readonly ms: number
  /** Peak resident memory of the process. */
  readonly peakMb: number
}

type Counts = Pick<ReplayRunResult, 'events' | 'files' | 'unreadable'>

const [, , location = '', mode = 'read'] = process.argv
const source = logFilesSource({}, { location })

async function read(): Promise<Counts> {
  let [events, files, unreadable] = [0, 0, 0]
  for await (const item of source) {
    if (item.kind === 'decoded') events += 1
    if (item.kind !== 'file') continue
    files += 1
    unreadable += item.error === undefined ? 0 : 1
  }
  return { events, files, unreadable }
}

/** An AWS that costs nothing: the domain exists, and no profile does. */
const sagemaker = {
  config: { region: async () => 'eu-west-1' },
  async send(command: { readonly input: { readonly UserProfileName?: string } }) {
    if (command.input.UserProfileName === undefined) return { Status: 'InService' }
    throw Object.assign(new Error('gone'), { name: 'ResourceNotFound' })
  },
} as unknown as SageMakerClient

const directories = {
  name: 'none',
  ensureDirectories: async () => [],
  inspectDirectories: async () => [ok({ path: '/' as never, exists: true as const, uid: 0, gid: 0, mode: '0755' })],
}

async function replay(): Promise<Counts> {
  const run = replayCloudTrail({ sagemaker, directories }, { source, fileSystemId: 'fs-0123456789abcdef0' })
  const { events, files, unreadableFiles: unreadable } = (await unwrap(run.summary())).read
  return { events, files, unreadable }
}

const start = performance.now()
const counts = await (mode === 'replay' ? replay() : read())
const peakMb = process.resourceUsage().maxRSS / 1024
const result: ReplayRunResult = { ...counts, ms: performance.now() - start, peakMb }
process.stdout.write(JSON.stringify(result))
