import type { OnPending } from '../aws/call/poll.js'
import type { Ec2Call } from '../aws/ec2/network.js'
import type { EfsCall } from '../aws/efs/file-systems.js'
import type {
  MountTargetCreation,
  MountTargetGroupsChange,
  SecurityGroupCreation,
  SecurityGroupRulesChange,
} from '../model/changes/infrastructure-change.js'

/** Mount targets are EFS's, their subnets and security groups EC2's. */
export interface NetworkCall extends EfsCall, Ec2Call {}

export type NetworkChange =
  | SecurityGroupCreation
  | SecurityGroupRulesChange
  | MountTargetCreation
  | MountTargetGroupsChange

/** A call that changes the network, and may report its progress. */
export interface NetworkChangeCall extends NetworkCall {
  readonly onPending?: OnPending | undefined
  /** Called as soon as a change is made. */
  readonly onChange?: ((change: NetworkChange) => void) | undefined
}
