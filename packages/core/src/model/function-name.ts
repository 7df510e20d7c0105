import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** A Lambda function: its name or ARN, a version or an alias behind it if wanted. */
export type FunctionName = Brand<string, 'FunctionName'>

const rule = {
  pattern: /^(?:arn:[-a-z0-9]+:lambda:[-a-z0-9]+:\d{12}:function:)?[-\w]{1,64}(?::[-$\w]{1,129})?$/,
  min: 1,
  max: 256,
  allowed: 'the name or the ARN of a Lambda function, with :version or :alias behind it if wanted',
}

export function parseFunctionName(value: unknown, field = 'functionName'): Result<FunctionName, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as FunctionName)
}
