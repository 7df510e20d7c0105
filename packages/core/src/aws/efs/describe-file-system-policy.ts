import { err, ok } from 'neverthrow'
import type { FileSystemId } from '../../model/ids.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { type EfsCall, efsRequest } from './file-systems.js'

/**
 * Reads the file system's policy as JSON text; undefined when it has none.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystemPolicy.html
 */
export function describeFileSystemPolicy(call: EfsCall, fileSystemId: FileSystemId): AwsResult<string | undefined> {
  const request = efsRequest('DescribeFileSystemPolicy', fileSystemId)
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeFileSystemPolicyCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new DescribeFileSystemPolicyCommand({ FileSystemId: fileSystemId })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retry(call, `reading the policy of ${fileSystemId}`, () => callAws(call, request, send))
    .map(({ Policy }) => Policy)
    .orElse((error) =>
      error.name === 'ResourceNotFoundError' && error.code === 'PolicyNotFound' ? ok(undefined) : err(error),
    )
}
