import type { ResultAsync } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { type CloudFormationClient, listExports } from '../../aws/cloudformation.js'
import { type CallEndedError, withDeadline } from '../../call.js'
import { type CallOptions, callFields } from '../../call-options.js'
import { type StudioEfsContext, withDefaults } from '../../context.js'
import { parseDomainId, parseFileSystemId } from '../../model/ids.js'
import { type FieldParser, optional, parseInput } from '../../model/parse/parse-input.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import { directoryFunctionsIn, type FoundDirectoryFunction } from './directory-function-plan.js'

export type { FoundDirectoryFunction } from './directory-function-plan.js'

/** Input of {@link findDirectoryFunctions}. */
export interface FindDirectoryFunctionsInput extends CallOptions {
  /** File system that the function mounts. Default: any. */
  readonly fileSystemId?: string
  /** Domain of its stack. With `fileSystemId`, it chooses between stacks that have the same file system. Default: any. */
  readonly domainId?: string
}

/** Errors of {@link findDirectoryFunctions}. */
export type FindDirectoryFunctionsError = InvalidInputError | AwsError | CallEndedError

/**
 * Finds the functions of the Region's stacks that make directories, by the exports `<stack>-DirectoryFunction`,
 * `-FileSystemId` and `-SageMakerDomainId` of the template: one request for each 100 exports. In the order of the stacks' names; none is
 * an empty list. Needs `cloudformation:ListExports`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html
 * @example
 * const found = await findDirectoryFunctions({ cloudFormation: new CloudFormationClient({}) }, { domainId: 'd-abcdefghijkl' })
 * if (found.isOk()) for (const { functionName, stackName } of found.value) console.log(functionName, stackName)
 */
export function findDirectoryFunctions(
  context: Pick<StudioEfsContext, 'clock' | 'logger'> & { readonly cloudFormation: CloudFormationClient },
  input: FindDirectoryFunctionsInput,
): ResultAsync<readonly FoundDirectoryFunction[], FindDirectoryFunctionsError> {
  return parseInput(input, fields).asyncAndThen(({ fileSystemId, domainId, ...limits }) =>
    withDeadline(withDefaults(context), { ...limits, onProgress: undefined }, (call) =>
      listExports(call).map((exports) => directoryFunctionsIn(exports, { fileSystemId, domainId })),
    ),
  )
}

const { timeoutMs, signal } = callFields
const fields = {
  fileSystemId: optional(parseFileSystemId, undefined),
  domainId: optional(parseDomainId, undefined),
  timeoutMs,
  signal,
} satisfies Record<keyof Required<FindDirectoryFunctionsInput>, FieldParser<unknown>>
