import type { Tag } from '../tag.js'
import type { World } from '../world.js'
import { DEFAULT_VPC_ID, type IpPermission, type SecurityGroupRecord } from './state.js'

export interface NewSecurityGroup {
  readonly GroupId?: string
  readonly GroupName?: string
  readonly Description?: string
  /** Default: the default VPC. */
  readonly VpcId?: string
  readonly IpPermissions?: readonly IpPermission[]
  readonly IpPermissionsEgress?: readonly IpPermission[]
  readonly Tags?: readonly Tag[]
}

const ANYWHERE: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }

/** A security group as AWS makes it, which lets everything out and nothing in; not yet in the state. */
export function newSecurityGroupRecord(world: World, wanted: NewSecurityGroup): SecurityGroupRecord {
  const { GroupId = `sg-${world.ids.hex(17)}`, GroupName = `group-${GroupId}` } = wanted
  return {
    GroupId,
    GroupName,
    Description: wanted.Description ?? GroupName,
    VpcId: wanted.VpcId ?? DEFAULT_VPC_ID,
    OwnerId: world.settings.account,
    IpPermissions: [...(wanted.IpPermissions ?? [])],
    IpPermissionsEgress: [...(wanted.IpPermissionsEgress ?? [ANYWHERE])],
    Tags: [...(wanted.Tags ?? [])],
  }
}
