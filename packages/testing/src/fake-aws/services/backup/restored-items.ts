import { FakeAwsError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'

/** 200 KB: the documented limit of a restore job's metadata. */
const MAX_METADATA = 200 * 1024
const REQUIRED = ['file-system-id', 'Encrypted', 'PerformanceMode', 'CreationToken', 'newFileSystem']

/**
 * Paths that a job restores; undefined for the whole file system.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
 */
export function itemsIn(world: World, metadata: Readonly<Record<string, string>>): readonly string[] | undefined {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA) throw invalid('The metadata is larger than 200 KB.')
  const missing = REQUIRED.find((key) => metadata[key] === undefined)
  if (missing !== undefined) throw invalid(`Metadata ${missing} is missing.`)
  if (metadata['KmsKeyId'] !== undefined && metadata['Encrypted'] !== 'true')
    throw invalid('Encrypted must be true when KmsKeyId is specified.')
  if (metadata['newFileSystem'] !== 'false')
    throw invalid('The fake AWS does not implement a restoration to a new file system.')
  const fileSystemId = metadata['file-system-id'] ?? ''
  if (!world.state.efs.fileSystems.has(fileSystemId)) throw invalid(`File system ${fileSystemId} does not exist.`)
  const text = metadata['itemsToRestore'] ?? metadata['ItemsToRestore']
  return text === undefined ? undefined : parseItems(text)
}

function parseItems(text: string): readonly string[] {
  const items = parseJson(text)
  const isPath = (item: unknown) => typeof item === 'string' && item.startsWith('/')
  if (!Array.isArray(items) || items.length === 0 || !items.every(isPath))
    throw invalid('itemsToRestore must be a JSON array of paths that begin with /.')
  return items
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(message: string): FakeAwsError {
  return new FakeAwsError('InvalidParameterValueException', message)
}
