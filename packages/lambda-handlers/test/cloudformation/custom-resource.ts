import { asStrings } from './checks.js'
import { invokeIn, type Made, type StackState, stackId } from './stack-state.js'
import type { JsonObject, Resource } from './template.js'

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED'
  readonly Reason: string
  readonly PhysicalResourceId: string
  readonly Data: JsonObject
}

/** Creates or updates the resource in CloudFormation's steps; throws the reason of a failure. */
export async function makeCustomResource(
  state: StackState,
  logicalId: string,
  { UpdateReplacePolicy }: Resource,
  properties: JsonObject,
): Promise<Made> {
  const before = state.made.get(logicalId)
  if (before !== undefined && JSON.stringify(before.properties) === JSON.stringify(properties)) return before
  const answer = await ask(state, logicalId, before === undefined ? 'Create' : 'Update', properties, before)
  const made = { type: 'Custom', physicalId: answer.PhysicalResourceId, attributes: answer.Data, properties }
  if (answer.Status === 'FAILED') {
    // A failed creation is deleted by the id that the failure carried; a failed update is updated back.
    if (before === undefined) await deleteCustomResource(state, logicalId, made)
    else state.made.set(logicalId, { ...before, properties })
    throw new Error(answer.Reason)
  }
  if (before !== undefined && before.physicalId !== made.physicalId && UpdateReplacePolicy !== 'Retain')
    await deleteCustomResource(state, logicalId, before)
  return made
}

export async function deleteCustomResource(state: StackState, logicalId: string, resource: Made): Promise<void> {
  const { Status, Reason } = await ask(state, logicalId, 'Delete', resource.properties, resource)
  if (Status === 'FAILED') throw new Error(Reason)
}

async function ask(
  state: StackState,
  logicalId: string,
  RequestType: 'Create' | 'Update' | 'Delete',
  properties: JsonObject,
  before: Made | undefined,
): Promise<Answer> {
  const { made, answers, options, template } = state
  const functionName = String(properties['ServiceToken']).split(':').at(-1)
  const [functionId = ''] = [...made].find(([, { physicalId }]) => physicalId === functionName) ?? []
  const asked = answers.length
  await invokeIn(state, functionId, {
    RequestType,
    RequestId: `request-${asked}`,
    StackId: stackId(options),
    ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer',
    ResourceType: template.Resources[logicalId]?.Type,
    LogicalResourceId: logicalId,
    ...(before && { PhysicalResourceId: before.physicalId, OldResourceProperties: asStrings(before.properties) }),
    ResourceProperties: asStrings(properties),
  })
  if (answers.length !== asked + 1) throw new Error(`${answers.length - asked} answers to one request.`)
  return JSON.parse(answers.at(-1) ?? '')
}
