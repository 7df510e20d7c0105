import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** A KMS key as EFS takes it: an id, an alias or the ARN of either. */
export type KmsKeyId = Brand<string, 'KmsKeyId'>

const ID = '(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})'
const ALIAS = 'alias/[a-zA-Z0-9/_-]+'

const rule = {
  // EFS's own pattern.
  pattern: new RegExp(`^(?:${ID}|${ALIAS}|arn:aws[-a-z]*:kms:[a-z0-9-]+:\\d{12}:(?:key/${ID}|${ALIAS}))$`),
  min: 1,
  max: 2048,
  allowed: 'a KMS key id, alias (alias/name) or ARN of a symmetric key in the same Region',
}

export function parseKmsKeyId(value: unknown, field = 'kmsKeyId'): Result<KmsKeyId, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as KmsKeyId)
}

/** Whether the ARN that EFS reports is this key. Undefined for an alias, which only KMS can tell. */
export function isSameKey(asked: KmsKeyId, reported: string | undefined): boolean | undefined {
  if (/(?:^|:)alias\//.test(asked)) return undefined
  const idOf = (key: string) => key.slice(key.lastIndexOf('/') + 1)
  return reported !== undefined && idOf(reported) === idOf(asked)
}
