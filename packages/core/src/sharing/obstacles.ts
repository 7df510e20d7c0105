import { err, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { PictureContext } from '../file-systems/read.js'
import type { DomainId, FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import { type MountObstacle, mountObstacles, subnetObstacles } from './plan/mountability.js'
import type { SharingPicture } from './plan/sharing-plan.js'
import { readNetworkOfDomains, readSharedFileSystem, type UnreachableError } from './read.js'

export type Storage = Pick<SharingPicture, 'fileSystem' | 'targets' | 'sharingGroups'>

type Read<T> = ResultAsync<T, AwsError | OutOfPatienceError>

/** The file system with what it is mounted through; undefined when it is gone. */
export function readStorage(
  context: PictureContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Read<Storage | undefined> {
  return readSharedFileSystem(context, fileSystemId, patience)
    .map((storage): Storage | undefined => storage)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(error)))
}

/** What is missing for each of these domains of one VPC, or of none, to mount the file system. */
export function readObstacles(
  context: PictureContext,
  storage: Storage | undefined,
  vpcId: VpcId | undefined,
  domains: readonly Domain[],
  patience: Patience,
): Read<ReadonlyMap<DomainId, readonly MountObstacle[]>> {
  if (storage === undefined) return okAsync(sameForAll(domains, { kind: 'file-system-gone' }))
  if (vpcId === undefined) return okAsync(sameForAll(domains, { kind: 'no-vpc' }))
  return readNetworkOfDomains(context, vpcId, domains, patience).map(({ domains: reachable, unreachable }) => {
    const picture = { vpcId, ...storage, domains: reachable }
    return new Map<DomainId, readonly MountObstacle[]>([
      ...[...unreachable].map(([domainId, error]) => [domainId, obstaclesOf(error)] as const),
      ...reachable.map((domain) => [domain.domainId, mountObstacles(picture, domain)] as const),
    ])
  })
}

function sameForAll(domains: readonly Domain[], obstacle: MountObstacle) {
  return new Map(domains.map(({ domainId }) => [domainId, [obstacle]] as const))
}

function obstaclesOf(error: UnreachableError): readonly MountObstacle[] {
  return error.name === 'SubnetsGoneError' ? subnetObstacles(error.subnetIds) : [{ kind: 'no-nfs-security-group' }]
}
