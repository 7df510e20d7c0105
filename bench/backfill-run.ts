// One run over the profiles of a fake AWS, in a process of its own: ours, or a loop with the SDK alone.
import { DescribeUserProfileCommand, SageMakerClient, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { backfillProfiles } from '@studio-efs/core'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { ok } from 'neverthrow'

/** How the profiles are gone through. */
export type Way = 'ours' | 'sdk-standard' | 'sdk-adaptive' | 'sdk-adaptive-two-clients'

export interface RunInput {
  readonly way: Way
  readonly url: string
  readonly domainId: string
  readonly fileSystemId: string
  readonly profiles: number
  readonly concurrency: number
}

export interface RunResult {
  readonly done: number
  readonly ms: number
  /** The most memory that the process ever had, its code included. */
  readonly peakMb: number
}

const input: RunInput = JSON.parse(process.argv[2] ?? '')
const { domainId, fileSystemId, profiles, concurrency } = input

/** Directories are not what is measured here. */
const directories: DirectoryDriver = {
  name: 'none',
  ensureDirectories: async (specs) => specs.map((spec) => ok({ ...spec, outcome: 'unchanged' as const })),
  inspectDirectories: async (paths) =>
    paths.map((path) => ok({ path, exists: true as const, uid: 200_001, gid: 1001, mode: 0o700 })),
}

function client(options: { readonly retryMode?: string; readonly maxAttempts?: number } = {}): SageMakerClient {
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  return new SageMakerClient({ endpoint: input.url, region: 'eu-west-1', credentials, ...options })
}

async function ours(): Promise<number> {
  const run = backfillProfiles(
    { sagemaker: client(), directories },
    { domainIds: [domainId], fileSystemId, concurrency },
  )
  let done = 0
  for await (const { outcome } of run) done += outcome === 'failed' ? 0 : 1
  return done
}

/** Describe and update, so many at once, with the client's own retries. */
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
        // It ran out of attempts: for this loop, the profile is lost.
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return done
}

const adaptive = { retryMode: 'adaptive', maxAttempts: 10 }
const ways: Readonly<Record<Way, () => Promise<number>>> = {
  ours,
  'sdk-standard': () => sdkLoop(client({ maxAttempts: 10 })),
  'sdk-adaptive': () => sdkLoop(client(adaptive)),
  'sdk-adaptive-two-clients': () => sdkLoop(client(adaptive), client(adaptive)),
}

const start = performance.now()
const done = await ways[input.way]()
const result: RunResult = { done, ms: performance.now() - start, peakMb: process.resourceUsage().maxRSS / 1024 }
process.stdout.write(JSON.stringify(result))
