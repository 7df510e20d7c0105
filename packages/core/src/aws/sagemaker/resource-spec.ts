import { isJsonObject } from '../../model/parse/parse-json.js'
import type { AppResourceSpec } from '../../model/space.js'

/**
 * Members of a `ResourceSpec` that CreateApp takes. Describe calls also copy the image's ARN into `EnvironmentArn` and
 * `EnvironmentVersionArn`, with which CreateApp refuses the request.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceSpec.html
 */
const MEMBERS = [
  'SageMakerImageArn',
  'SageMakerImageVersionArn',
  'SageMakerImageVersionAlias',
  'InstanceType',
  'LifecycleConfigArn',
  'TrainingPlanArn',
] as const

const MAX_MEMBER = 2048

/** Reads the spec of a reply; empty for anything that is none. */
export function resourceSpecOf(value: unknown): AppResourceSpec {
  if (!isJsonObject(value)) return {}
  const members = MEMBERS.map((name) => [name, value[name]] as const)
  return Object.fromEntries(members.filter(([, text]) => typeof text === 'string' && text.length <= MAX_MEMBER))
}
