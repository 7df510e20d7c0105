import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** The id of an Amazon EFS file system that SageMaker accepts: `fs-` and 8 to 18 hexadecimal digits. */
export type FileSystemId = Brand<string, 'FileSystemId'>

const rule = {
  pattern: /^fs-[0-9a-f]{8,}$/,
  min: 11,
  max: 21,
  allowed: 'an EFS file-system id such as fs-0123456789abcdef0 (fs- and 8 to 18 hexadecimal digits)',
}

export function parseFileSystemId(value: unknown, field = 'fileSystemId'): Result<FileSystemId, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as FileSystemId)
}
