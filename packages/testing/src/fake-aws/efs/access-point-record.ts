import type { Tag } from '../tag.js'
import { arnOf, type World } from '../world.js'
import type { AccessPointRecord } from './state.js'

export interface NewAccessPoint {
  readonly AccessPointId?: string
  readonly FileSystemId: string
  readonly ClientToken?: string
  readonly PosixUser?: AccessPointRecord['PosixUser']
  /** Default: the path `/`. */
  readonly RootDirectory?: Partial<AccessPointRecord['RootDirectory']>
  readonly LifeCycleState?: AccessPointRecord['LifeCycleState']
  readonly Tags?: readonly Tag[]
}

/** An access point `available`; not yet in the state. */
export function newAccessPointRecord(world: World, wanted: NewAccessPoint): AccessPointRecord {
  const { AccessPointId = `fsap-${world.ids.hex(17)}`, ClientToken = world.ids.uuid() } = wanted
  return {
    AccessPointId,
    FileSystemId: wanted.FileSystemId,
    LifeCycleState: wanted.LifeCycleState ?? 'available',
    ...(wanted.PosixUser && { PosixUser: wanted.PosixUser }),
    ClientToken,
    AccessPointArn: arnOf(world, 'elasticfilesystem', `access-point/${AccessPointId}`),
    OwnerId: world.settings.account,
    RootDirectory: { Path: '/', ...wanted.RootDirectory },
    Tags: [...(wanted.Tags ?? [])],
  }
}
