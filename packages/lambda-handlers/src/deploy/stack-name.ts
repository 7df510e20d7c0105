import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'

/** CloudFormation takes 128 characters; the fan-out's stack adds `-fanout`. */
const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,119}$/

/**
 * Parses the name of a stack. Refuses `sagemaker` in any case: AWS's managed policies for Studio allow actions by that word,
 * and CloudFormation names the roles after the stack.
 */
export function parseStackName(name: string, field = '--stack'): Result<string, InvalidInputError> {
  if (STACK_NAME.test(name) && !/sagemaker/i.test(name)) return ok(name)
  const allowed =
    'at most 120 letters, digits and hyphens, a letter first, and without the word sagemaker, by which AWS policies for Studio allow its users the use of functions and roles'
  return err(new InvalidInputError({ field, allowed, received: quoteForMessage(name) }))
}
