// A fake AWS in a process of its own: takes what it is to hold, answers with its address, and then with its counts.
import { type Clock, systemClock } from '@studio-efs/core'
import { createFakeAws, type FakeAws, type Rate } from '@studio-efs/testing'

/** Request of the parent process. */
export interface FakeWorld {
  readonly domainId: string
  readonly profiles: number
  /** Stopped spaces, owned by the profiles in turn. Default: none. */
  readonly spaces?: number
  /** File system that every profile lists already. Default: none. */
  readonly onboardedTo?: string
  readonly latencyMs?: number
  readonly rates?: readonly Rate[]
}

export interface OperationCount {
  readonly accepted: number
  readonly throttled: number
  /** Milliseconds since the epoch, of the first and the last accepted call. */
  readonly firstAt: number
  readonly lastAt: number
}

export type FakeRequest =
  | { readonly kind: 'world'; readonly world: FakeWorld }
  | { readonly kind: 'rate'; readonly rate: Rate }
  | { readonly kind: 'counts' }

export type FakeReply =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'counts'; readonly counts: Readonly<Record<string, OperationCount>>; readonly attached: number }

let fake: FakeAws<Clock>

process.on('message', async (request: FakeRequest) => {
  if (request.kind === 'rate') fake.setRate(request.rate)
  if (request.kind === 'counts') reply({ kind: 'counts', counts: countCalls(), attached: countAttached() })
  if (request.kind === 'world') {
    fake = create(request.world)
    reply({ kind: 'ready', url: (await fake.listen()).url })
  }
})

function reply(message: FakeReply): void {
  process.send?.(message)
}

function create({ domainId, profiles, spaces = 0, onboardedTo, latencyMs, rates = [] }: FakeWorld): FakeAws<Clock> {
  const delays = { updateUserProfile: 0, updateSpace: 0 }
  const world = createFakeAws<Clock>({ clock: systemClock, rates, delays, trailLimit: 0 })
  world.seed.domain({ DomainId: domainId })
  for (let n = 0; n < profiles; n += 1) {
    const UserProfileName = `user-${n}`
    const efs = { FileSystemId: onboardedTo ?? '', FileSystemPath: `/${UserProfileName}` }
    const UserSettings = { CustomFileSystemConfigs: [{ EFSFileSystemConfig: efs }] }
    world.seed.userProfile({ DomainId: domainId, UserProfileName, ...(onboardedTo !== undefined && { UserSettings }) })
  }
  for (let n = 0; n < spaces; n += 1)
    world.seed.space({
      ...{ DomainId: domainId, SpaceName: `space-${n}`, SpaceSettings: { AppType: 'JupyterLab' } },
      OwnershipSettings: { OwnerUserProfileName: `user-${n % profiles}` },
      SpaceSharingSettings: { SharingType: 'Private' },
    })
  if (latencyMs !== undefined)
    world.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'latency', ms: latencyMs } })
  return world
}

function countCalls(): Record<string, OperationCount> {
  const counts: Record<string, OperationCount> = {}
  for (const { operation, outcome, at } of fake.calls) {
    const count = counts[operation] ?? { accepted: 0, throttled: 0, firstAt: at, lastAt: at }
    if (outcome === 'ThrottlingException') counts[operation] = { ...count, throttled: count.throttled + 1 }
    else counts[operation] = { ...count, accepted: count.accepted + 1, lastAt: at }
  }
  return counts
}

/** Spaces that list a file system, or in a world without spaces, profiles. */
function countAttached(): number {
  const spaces = [...fake.state.sagemaker.spaces.values()]
  if (spaces.length > 0)
    return spaces.filter(({ SpaceSettings: settings }) => Object(settings).CustomFileSystems?.length === 1).length
  const profiles = [...fake.state.sagemaker.userProfiles.values()]
  return profiles.filter(({ UserSettings }) => UserSettings?.CustomFileSystemConfigs?.length === 1).length
}
