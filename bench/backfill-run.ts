// One run over the profiles or spaces of a fake AWS, in a process of its own: `backfillProfiles`, `attachToSpaces`, or a loop
// with the SDK alone.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DescribeUserProfileCommand, SageMakerClient, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { attachToSpaces, backfillProfiles } from '@studio-efs/core'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { ok } from 'neverthrow'

/** Program under test. */
export type Program = 'backfill' | 'attach-to-spaces' | 'sdk-standard' | 'sdk-adaptive' | 'sdk-adaptive-two-clients'

export interface RunInput {
  readonly program: Program
  readonly url: string
  readonly domainId: string
  readonly fileSystemId: string
  readonly profiles: number
  readonly concurrency: number
}

export interface RunResult {
  readonly done: number
  readonly ms: number
  /** Peak resident memory of the process. */
  readonly peakMb: number
  /** Objects that are still in use after the run. */
  readonly liveMb: number
}

const input: RunInput = JSON.parse(process.argv[2] ?? '')
const { domainId, fileSystemId, profiles, concurrency } = input

/** A driver that costs nothing: the bench measures calls to AWS. */
const directories: DirectoryDriver = {
  name: 'none',
  ensureDirectories: async (specs) => specs.map((spec) => ok({ ...spec, outcome: 'unchanged' as const })),
  inspectDirectories: async (paths) =>
    paths.map((path) => ok({ path, exists: true as const, uid: 200_001, gid: 1001, mode: '0700' })),
}

function client(options: { readonly retryMode?: string; readonly maxAttempts?: number } = {}): SageMakerClient {
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  return new SageMakerClient({ endpoint: input.url, region: 'eu-west-1', credentials, ...options })
}

async function backfill(): Promise<number> {
  const run = backfillProfiles(
    { sagemaker: client(), directories },
    { domainIds: [domainId], fileSystemId, concurrency },
  )
  let done = 0
  for await (const { outcome } of run) done += outcome === 'failed' ? 0 : 1
  return done
}

async function attachSpaces(): Promise<number> {
  const run = attachToSpaces({ sagemaker: client() }, { domainIds: [domainId], fileSystemId, concurrency })
  let done = 0
  for await (const { outcome } of run) done += outcome === 'attached' ? 1 : 0
  return done
}

/** Describes and updates with the client's own retries, `concurrency` at a time. */
async function sdkLoop(describing: SageMakerClient, updating = describing): Promise<number> {
  let [next, done] = [0, 0]
  const worker = async () => {
    for (let n = next++; n < profiles; n = next++) {
      const UserProfileName = `user-${n}`
      const efs = { EFSFileSystemConfig: { FileSystemId: fileSystemId, FileSystemPath: `/${UserProfileName}` } }
      const UserSettings = { CustomFileSystemConfigs: [efs] }
      try {
        await describing.send(new DescribeUserProfileCommand({ DomainId: domainId, UserProfileName }))
        await updating.send(new UpdateUserProfileCommand({ DomainId: domainId, UserProfileName, UserSettings }))
        done += 1
      } catch {
        // Out of attempts: this loop loses the profile.
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return done
}

const adaptive = { retryMode: 'adaptive', maxAttempts: 10 }
const programs: Readonly<Record<Program, () => Promise<number>>> = {
  backfill,
  'attach-to-spaces': attachSpaces,
  'sdk-standard': () => sdkLoop(client({ maxAttempts: 10 })),
  'sdk-adaptive': () => sdkLoop(client(adaptive)),
  'sdk-adaptive-two-clients': () => sdkLoop(client(adaptive), client(adaptive)),
}

const start = performance.now()
const done = await programs[input.program]()
const ms = performance.now() - start
const peakMb = process.resourceUsage().maxRSS / 1024
setFlagsFromString('--expose-gc')
runInNewContext('gc')()
const result: RunResult = { done, ms, peakMb, liveMb: process.memoryUsage().heapUsed / 1e6 }
process.stdout.write(JSON.stringify(result))
