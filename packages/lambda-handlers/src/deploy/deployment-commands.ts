import { parseDomainId } from '@studio-efs/core'
import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result, safeTry } from 'neverthrow'
import { deployCommands, fanOutCommands } from './deploy-commands.js'
import { nameOf, parameterNames } from './parameter-names.js'
import { parseStackName } from './stack-name.js'

/** A deployment as a command line describes it. */
export interface DeploymentInput {
  readonly domainId: string
  readonly bucket: string
  readonly stack: string
  /** Parameters of the templates besides the domain, each as `Name=value`. */
  readonly parameters: readonly string[]
  /** Tags of the stack and of what its custom resource makes, each as `Key=value`. */
  readonly tags: readonly string[]
  /** S3 bucket of the list of the fan-out; undefined without a fan-out. */
  readonly listBucket: string | undefined
  /** Paths of the two templates. */
  readonly templates: { readonly main: string; readonly fanOut: string }
}

/** Commands of the AWS CLI that deploy the template and, with a list's bucket, the fan-out beside it. */
export function deploymentCommands(input: DeploymentInput): Result<readonly string[], InvalidInputError> {
  return safeTry(function* () {
    const { bucket, listBucket, templates } = input
    const domainId = yield* parseDomainId(input.domainId, 'the domain id')
    const stackName = yield* parseStackName(input.stack)
    const parameters = yield* parseParameters(input.parameters, listBucket !== undefined)
    const tags = yield* parseTags(input.tags)
    const stack = { bucket, stackName, parameters, tags }
    const main = deployCommands({ ...stack, domainId, templateFile: templates.main })
    if (listBucket === undefined) return ok(main)
    return ok([...main, ...fanOutCommands({ ...stack, listBucket, templateFile: templates.fanOut })])
  })
}

const PARAMETER = /^[A-Za-z][A-Za-z0-9]*=/

function parseParameters(
  parameters: readonly string[],
  withFanOut: boolean,
): Result<readonly string[], InvalidInputError> {
  const names = parameterNames(withFanOut)
  const odd = parameters.find((one) => !PARAMETER.test(one) || !names.includes(nameOf(one)))
  if (odd === undefined) return ok(parameters)
  const isOfFanOut = !withFanOut && parameterNames(true).includes(nameOf(odd))
  const allowed = isOfFanOut
    ? 'a parameter of the template; this one is of the fan-out, which --fan-out adds'
    : `a parameter of the template as Name=value: ${names.join(', ')}`
  return err(new InvalidInputError({ field: '--parameter', allowed, received: quoteForMessage(odd) }))
}

function parseTags(tags: readonly string[]): Result<readonly string[], InvalidInputError> {
  const odd = tags.find((one) => !/^[^=,]+=[^,]*$/.test(one))
  if (odd === undefined) return ok(tags)
  const allowed = 'a tag as Key=value, without a comma'
  return err(new InvalidInputError({ field: '--tag', allowed, received: quoteForMessage(odd) }))
}
