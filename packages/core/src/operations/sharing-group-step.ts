import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { pause, retrying } from '../aws/calls.js'
import { creating } from '../aws/creation.js'
import { describeSecurityGroups, type EC2Client } from '../aws/ec2.js'
import { admitNfs, createSecurityGroup } from '../aws/ec2-security-groups.js'
import type { Clock } from '../clock.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { SecurityGroupCreation, SecurityGroupSourcesChange } from '../model/infrastructure-change.js'
import type { SecurityGroupId, VpcId } from '../model/network.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import { pollDelayMs } from '../policy/backoff.js'
import { isOwn, sharingGroupTags } from '../policy/ownership.js'
import { ForeignSecurityGroupError } from '../policy/security-group-choice-error.js'
import type { WantedGroup } from '../policy/sharing-plan.js'

export interface SharingGroupContext {
  readonly ec2: EC2Client
  readonly clock: Clock
}

export interface SharingGroupPlace {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
}

export type SharingGroupStepError = AwsError | OutOfPatienceError | ForeignSecurityGroupError

export interface SharingGroupReport {
  readonly groupId: SecurityGroupId
  readonly groupName: string
  readonly changes: readonly (SecurityGroupCreation | SecurityGroupSourcesChange)[]
}

/** The group exists and admits on TCP 2049 whatever carries one of the groups that it is to admit. */
export async function ensureSharingGroup(
  context: SharingGroupContext,
  place: SharingGroupPlace,
  wanted: WantedGroup,
  patience: Patience,
): Promise<Result<SharingGroupReport, SharingGroupStepError>> {
  const { groupName, groupId, admit } = wanted
  const found =
    groupId === undefined ? await makeGroup(context, place, groupName, patience) : ok({ groupId, made: false })
  if (found.isErr()) return err(found.error)
  const creation = { kind: 'security-group', action: 'create', groupName, vpcId: place.vpcId } as const
  const created = found.value.made ? [creation] : []
  const admitted = await admitGroups(context, found.value.groupId, wanted, patience)
  if (admitted.isErr()) return err(admitted.error)
  const sources = { kind: 'security-group-sources', action: 'add', groupName, securityGroupIds: admit } as const
  return ok({
    groupId: found.value.groupId,
    groupName,
    changes: admitted.value ? [...created, sources] : created,
  })
}

async function makeGroup(
  context: SharingGroupContext,
  { vpcId, fileSystemId }: SharingGroupPlace,
  groupName: string,
  patience: Patience,
): Promise<Result<{ readonly groupId: SecurityGroupId; readonly made: boolean }, SharingGroupStepError>> {
  const { clock, ec2 } = context
  const description = `NFS from the SageMaker domains of ${vpcId} to ${fileSystemId}, made by studio-efs`
  const tags = sharingGroupTags(groupName, fileSystemId)
  const pending = `making the security group ${groupName}`
  const created = await creating(clock, patience, pending, () =>
    createSecurityGroup(ec2, { groupName, description, vpcId, tags }, patience),
  )
  if (created.isErr()) return err(created.error)
  const { id, made } = created.value
  if (id !== undefined) return ok({ groupId: id, made })
  // EC2 says that the name is taken, and not by which group; its list may lag behind.
  for (let tries = 0; ; tries += 1) {
    const there = await describeSecurityGroups(context, { vpcId, groupNames: [groupName] }, patience)
    if (there.isErr()) return err(there.error)
    const [group] = there.value
    if (group !== undefined && !isOwn(group.tags)) return err(new ForeignSecurityGroupError(group.groupId, groupName))
    if (group !== undefined) return ok({ groupId: group.groupId, made })
    const spent = await pause(clock, patience, pollDelayMs(tries, clock.random()), pending)
    if (spent !== undefined) return err(spent)
  }
}

/** Whether anything was admitted. One rule that is there already makes EC2 refuse them all, so it is asked again. */
async function admitGroups(
  context: SharingGroupContext,
  groupId: SecurityGroupId,
  { groupName, admit }: WantedGroup,
  patience: Patience,
): Promise<Result<boolean, AwsError | OutOfPatienceError>> {
  const { clock, ec2 } = context
  const pending = `admitting NFS in ${groupName}`
  const description = 'NFS from a SageMaker domain'
  let groupIds = admit
  for (let tries = 0; groupIds.length > 0; tries += 1) {
    const asked = groupIds
    const admitted = await creating(clock, patience, pending, () =>
      admitNfs(ec2, groupId, { groupIds: asked, description }, patience),
    )
    if (admitted.isErr()) return err(admitted.error)
    if (admitted.value.outcome === 'created') return ok(true)
    if (tries > 0) {
      const spent = await pause(clock, patience, pollDelayMs(tries, clock.random()), pending)
      if (spent !== undefined) return err(spent)
    }
    const there = await readGroup(context, groupId, patience)
    if (there.isErr()) return err(there.error)
    groupIds = admit.filter((id) => !there.value?.nfsSourceIds.includes(id))
    if (groupIds.length === 0) return ok(admitted.value.made)
  }
  return ok(false)
}

function readGroup(context: SharingGroupContext, groupId: SecurityGroupId, patience: Patience) {
  const read = () => describeSecurityGroups(context, { groupId }, patience)
  return retrying(context.clock, patience, `reading ${groupId}`, read).map(([group]) => group)
}
