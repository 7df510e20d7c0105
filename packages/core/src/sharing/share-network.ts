import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import { usableFileSystem } from '../file-systems/plan/file-system-choice.js'
import type { PictureContext } from '../file-systems/read.js'
import type { SharingChange } from '../model/change.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { MountTargetFailed, MountTargetStepError } from '../network/mount-targets/create-mount-targets.js'
import type { MountTargetPlacesError } from '../network/plan/mount-target-plan.js'
import type { OneZoneElsewhereError } from '../network/plan/mount-target-plan-error.js'
import { applySharing, type SharingApplyError } from './apply.js'
import { sharingChanges } from './plan/sharing-changes.js'
import { domainFailure } from './plan/sharing-domain-failure.js'
import { planSharing, type SharingPicture, type SharingPlan, type ZoneError } from './plan/sharing-plan.js'
import { readNetworkOfDomains, readSharedFileSystem, type UnreachableError } from './read.js'
import type { ShareWish } from './share-fields.js'

export type ShareNetworkError =
  | AwsError
  | OutOfPatienceError
  | MountTargetPlacesError
  | SharingApplyError
  | UnusableLifeCycleError

/** Why the spaces of one domain cannot mount the file system. */
export type DomainNetworkError = UnreachableError | OneZoneElsewhereError | ZoneError | MountTargetStepError

export type DomainFailures = ReadonlyMap<DomainId, DomainNetworkError>

export interface PlannedNetwork {
  readonly picture: SharingPicture
  /** Undefined when there is no domain to admit. */
  readonly plan: SharingPlan | undefined
  readonly failures: DomainFailures
}

/** What it takes to let all these domains mount the file system. */
export async function planNetwork(
  context: PictureContext,
  wish: ShareWish,
  domains: readonly Domain[],
  patience: Patience,
): Promise<Result<PlannedNetwork, ShareNetworkError>> {
  const { vpcId, fileSystemId } = wish
  const read = await ResultAsync.combine([
    readSharedFileSystem(context, fileSystemId, patience),
    readNetworkOfDomains(context, vpcId, domains, patience),
  ] as const)
  if (read.isErr()) return err(read.error)
  const [storage, network] = read.value
  const usable = usableFileSystem(storage.fileSystem)
  if (usable.isErr()) return err(usable.error)
  const picture = { vpcId, ...storage, domains: network.domains }
  const { unreachable } = network
  return planSharing(picture, wish).map((plan) => ({
    picture,
    plan,
    failures: new Map([...unreachable, ...failuresByDomain(picture, plan?.failures ?? new Map())]),
  }))
}

export interface SharedNetwork {
  readonly changes: readonly SharingChange[]
  readonly failures: DomainFailures
  /** The domains whose mount targets somebody else changed meanwhile, and that could not be mended. */
  readonly recheck: () => Promise<DomainFailures>
}

/** The network is as planned, or in a dry run would be; what fails in one zone fails for the domains of that zone. */
export async function applyNetwork(
  context: PictureContext,
  network: PlannedNetwork,
  wish: ShareWish,
  patience: Patience,
): Promise<Result<SharedNetwork, ShareNetworkError>> {
  const { picture, plan, failures } = network
  const planned = plan === undefined ? [] : sharingChanges(picture, plan)
  if (plan === undefined || wish.dryRun) return ok({ changes: planned, failures, recheck: async () => new Map() })
  const applied = await applySharing(context, { picture, plan, limit: wish.maxSecurityGroups }, patience)
  return applied.map(({ changes, failed, recheck }) => ({
    changes,
    failures: new Map([...failures, ...failuresByDomain(picture, byZone(failed))]),
    recheck: async () => failuresByDomain(picture, byZone(await recheck())),
  }))
}

function byZone(failed: readonly MountTargetFailed[]): ReadonlyMap<string, MountTargetStepError> {
  return new Map(failed.map(({ zoneId, error }) => [zoneId, error] as const))
}

function failuresByDomain(
  { domains, fileSystem }: SharingPicture,
  zones: ReadonlyMap<string, ZoneError | MountTargetStepError>,
): DomainFailures {
  const failures = domains.flatMap((domain) => {
    const error = domainFailure(domain, zones, fileSystem)
    return error === undefined ? [] : [[domain.domainId, error] as const]
  })
  return new Map(failures)
}
