import { err, ok, type ResultAsync } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { type Deletion, deleting } from '../../aws/call/deletion.js'
import { deleteSecurityGroup } from '../../aws/ec2/security-groups.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { RemoveFileSystemChange, SecurityGroupDeletion } from '../../model/change.js'
import type { OnProgress } from '../progress.js'
import type { RemovalContext } from './read.js'

/** A network interface stays for up to a minute after its mount target, and holds its groups. */
const GROUP_PATIENCE_MS = 120_000

interface GroupContext extends RemovalContext {
  readonly onProgress: OnProgress<RemoveFileSystemChange>
}

/** Deletes a group that we made, unless after two minutes something still uses it: then it stays. */
export function removeGroup(
  { ec2, clock, onProgress }: GroupContext,
  change: SecurityGroupDeletion,
  patience: Patience,
): ResultAsync<Deletion | 'in-use', AwsError | OutOfPatienceError> {
  const bounded = { ...patience, deadline: Math.min(patience.deadline, clock.now() + GROUP_PATIENCE_MS) }
  return deleting(clock, bounded, `deleting the security group ${change.groupName}`, () =>
    deleteSecurityGroup(ec2, change.groupId, bounded),
  )
    .map((outcome): Deletion | 'in-use' => {
      if (outcome === 'deleted') onProgress({ step: 'changed', change })
      return outcome
    })
    .orElse((error) => (isStillUsed(error) ? ok('in-use' as const) : err(error)))
}

function isStillUsed({ name, cause }: AwsError | OutOfPatienceError): boolean {
  return name === 'DeadlineExceededError' && (cause as Partial<AwsError> | undefined)?.name === 'ResourceInUseError'
}
