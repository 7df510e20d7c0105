import { okAsync, ResultAsync } from 'neverthrow'
import type { AwsError, AwsResult } from '../aws/call/aws-error.js'
import { describeAccessPoints } from '../aws/efs/access-points.js'
import { describeFileSystems, type EfsCall } from '../aws/efs/file-systems.js'
import type { CallEndedError } from '../call.js'
import type { FileSystemPolicy } from '../model/file-system-policy.js'
import type { FileSystemId } from '../model/ids.js'
import type { SubnetId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import { readNfsGroups } from '../network/groups/domain-nfs-group.js'
import type { NetworkCall } from '../network/network-call.js'
import type { DomainSubnetsError } from '../network/plan/domain-subnets.js'
import type { NfsGroupSpec } from '../network/plan/security-group-choice.js'
import { readDomainSubnets, readMountTargetsWithGroups } from '../network/read.js'
import {
  type AccessPointChoice,
  type AccessPointTokenTakenError,
  chooseAccessPoint,
  isRootAccessPoint,
} from './plan/access-point-choice.js'
import { chooseFileSystem, type FileSystemChoiceError, isChoiceFinal } from './plan/file-system-choice.js'
import type { FileSystemSnapshot } from './plan/file-system-plan.js'
import { readForeignSettings } from './read-foreign-settings.js'

export interface SnapshotSpec extends NfsGroupSpec {
  readonly fileSystemPolicy: FileSystemPolicy
  readonly fileSystemId: FileSystemId | undefined
  readonly subnetIds: readonly SubnetId[] | undefined
}

export type SnapshotError =
  | AwsError
  | CallEndedError
  | DomainSubnetsError
  | FileSystemChoiceError
  | AccessPointTokenTakenError

type Network = Pick<FileSystemSnapshot, 'vpcId' | 'subnets' | 'groups'>
type Storage = Pick<FileSystemSnapshot, 'fileSystemChoice' | 'targets' | 'accessPointChoice' | 'foreignSettings'>

/** Reads everything that the plan needs except the choice of the NFS group; one request per kind of resource. */
export function readSnapshot(
  call: NetworkCall,
  domain: Domain,
  spec: SnapshotSpec,
): ResultAsync<Omit<FileSystemSnapshot, 'groupChoice'>, SnapshotError> {
  return ResultAsync.combine([readNetwork(call, domain, spec), readStorage(call, spec)] as const).map(
    ([network, storage]) => ({ domain, ...network, ...storage }),
  )
}

function readNetwork(call: NetworkCall, domain: Domain, spec: SnapshotSpec): AwsResult<Network, DomainSubnetsError> {
  return readDomainSubnets(call, domain, spec.subnetIds).andThen(({ vpcId, subnets }) =>
    readNfsGroups(call, vpcId, spec).map((groups) => ({ vpcId, subnets, groups })),
  )
}

function readStorage(call: NetworkCall, spec: SnapshotSpec): ResultAsync<Storage, SnapshotError> {
  const { domainId, fileSystemId } = spec
  return describeFileSystems(call, { fileSystemId, isEnough: (found) => isChoiceFinal(found, domainId) })
    .andThen((found) => chooseFileSystem(found, spec))
    .andThen((fileSystemChoice): ResultAsync<Storage, SnapshotError> => {
      if (fileSystemChoice.kind === 'create') return okAsync({ fileSystemChoice, ...NOTHING_THERE })
      const { fileSystem } = fileSystemChoice
      const { fileSystemId: id } = fileSystem
      return ResultAsync.combine([
        readMountTargetsWithGroups(call, id),
        readAccessPoint(call, id),
        readForeignSettings(call, fileSystem, spec),
      ] as const).map(([targets, accessPointChoice, foreignSettings]) => ({
        fileSystemChoice,
        targets,
        accessPointChoice,
        foreignSettings,
      }))
    })
}

const NOTHING_THERE = {
  targets: [],
  accessPointChoice: { kind: 'create', after: undefined },
  foreignSettings: {},
} as const

function readAccessPoint(call: EfsCall, fileSystemId: FileSystemId): ResultAsync<AccessPointChoice, SnapshotError> {
  const isEnough = (found: Parameters<typeof chooseAccessPoint>[0]) =>
    found.some((accessPoint) => isRootAccessPoint(accessPoint, fileSystemId))
  return describeAccessPoints(call, { fileSystemId, isEnough }).andThen((found) =>
    chooseAccessPoint(found, fileSystemId),
  )
}
