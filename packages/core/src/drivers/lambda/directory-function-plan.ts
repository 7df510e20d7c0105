import type { StackExport } from '../../aws/cloudformation.js'
import { type DomainId, type FileSystemId, parseDomainId, parseFileSystemId } from '../../model/ids.js'

/** A directory function that a stack of our template exports. */
export interface FoundDirectoryFunction {
  readonly functionName: string
  readonly stackName: string
  /** File system that it mounts. */
  readonly fileSystemId: FileSystemId
  /** Domain of the stack; it may serve the other domains of its VPC, too. */
  readonly domainId: DomainId
}

/** File system or domain that the function has to serve. */
export interface DirectoryFunctionQuery {
  readonly fileSystemId: FileSystemId | undefined
  readonly domainId: DomainId | undefined
}

/** The name that the template gives the function. No other one counts: requests are sent to it. */
const FUNCTION_NAME = /^studio-efs-directories-[-a-z0-9]{1,41}$/
const SUFFIX = '-DirectoryFunction'

/** Functions that the exports name, by stack. A file system decides where one is given; of several for it, that of the domain. */
export function directoryFunctionsIn(
  exports: readonly StackExport[],
  { fileSystemId, domainId }: DirectoryFunctionQuery,
): readonly FoundDirectoryFunction[] {
  const mounting = exportedFunctions(exports).filter(
    (found) => fileSystemId === undefined || found.fileSystemId === fileSystemId,
  )
  const ofDomain = mounting.filter((found) => found.domainId === domainId)
  const isDecided = domainId === undefined || (fileSystemId !== undefined && ofDomain.length === 0)
  return (isDecided ? mounting : ofDomain).toSorted((one, other) => (one.stackName < other.stackName ? -1 : 1))
}

function exportedFunctions(exports: readonly StackExport[]): readonly FoundDirectoryFunction[] {
  const values = new Map(exports.map(({ stackId, name, value }) => [`${stackId} ${name}`, value]))
  return exports.flatMap(({ stackId, name, value }) => {
    if (name?.endsWith(SUFFIX) !== true || value === undefined || !FUNCTION_NAME.test(value)) return []
    const stackName = name.slice(0, -SUFFIX.length)
    const of = (output: string) => values.get(`${stackId} ${stackName}-${output}`)
    const ids = parseFileSystemId(of('FileSystemId')).andThen((mounted) =>
      parseDomainId(of('SageMakerDomainId')).map((domain) => ({ fileSystemId: mounted, domainId: domain })),
    )
    return ids.isOk() ? [{ functionName: value, stackName, ...ids.value }] : []
  })
}
