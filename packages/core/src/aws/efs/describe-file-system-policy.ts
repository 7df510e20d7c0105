import { DescribeFileSystemPolicyCommand } from '@aws-sdk/client-efs'
import { err, ok } from 'neverthrow'
import type { FileSystemId } from '../../model/ids.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { type EfsCall, efsRequest } from './file-systems.js'

/**
 * Reads the file system's policy as JSON text; undefined when it has none.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystemPolicy.html
 */
export function describeFileSystemPolicy(call: EfsCall, fileSystemId: FileSystemId): AwsResult<string | undefined> {
  const request = efsRequest('DescribeFileSystemPolicy', fileSystemId)
  return retry(call, `reading the policy of ${fileSystemId}`, () => {
    const command = new DescribeFileSystemPolicyCommand({ FileSystemId: fileSystemId })
    return callAws(call, request, (abortSignal) => call.efs.send(nameCredentialsErrors(command), { abortSignal }))
  })
    .map(({ Policy }) => Policy)
    .orElse((error) =>
      error.name === 'ResourceNotFoundError' && error.code === 'PolicyNotFound' ? ok(undefined) : err(error),
    )
}
