import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** The ARN of an IAM role, 20 to 2,048 characters. */
export type ExecutionRoleArn = Brand<string, 'ExecutionRoleArn'>

const rule = {
  pattern: /^arn:aws[-a-z]*:iam::\d{12}:role\/?[-\w+=,.@/]+$/,
  min: 20,
  max: 2048,
  allowed: 'the ARN of an IAM role such as arn:aws:iam::111122223333:role/Studio',
}

export function parseExecutionRole(
  value: unknown,
  field = 'executionRole',
): Result<ExecutionRoleArn, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as ExecutionRoleArn)
}
