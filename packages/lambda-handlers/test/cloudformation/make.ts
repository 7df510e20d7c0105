import { checkParameters, isWanted, referredTo } from './checks.js'
import { makeCustomResource } from './custom-resource.js'
import { evaluate } from './evaluate.js'
import { functionFrom } from './functions.js'
import { mountRequests, permit } from './permissions.js'
import { type Made, type StackState, scopeOf } from './stack-state.js'
import type { JsonObject, Resource } from './template.js'

/** Makes every resource that the parameters ask for, each after those that it refers to. */
export async function makeAll(state: StackState, parameters: JsonObject): Promise<void> {
  const { template, options, made } = state
  state.scope = scopeOf(template, options, parameters, made)
  checkParameters(template, parameters, state.scope)
  const wanted = Object.entries(template.Resources).filter(([, { Condition }]) => isWanted(Condition, state.scope))
  const waiting = new Map(wanted)
  for (const logicalId of made.keys()) if (!waiting.has(logicalId)) made.delete(logicalId)
  for (let left = waiting.size + 1; waiting.size > 0 && waiting.size < left; ) {
    left = waiting.size
    for (const [logicalId, resource] of waiting) {
      if (referredTo(resource, waiting, state.scope).some((other) => other !== logicalId)) continue
      made.set(logicalId, await make(state, logicalId, resource))
      waiting.delete(logicalId)
    }
  }
  if (waiting.size > 0) throw new Error(`These refer to each other: ${[...waiting.keys()].join(', ')}.`)
}

async function make(state: StackState, logicalId: string, resource: Resource): Promise<Made> {
  const { Type, Properties } = resource
  const properties = evaluate(Properties, state.scope) as JsonObject
  if (Type.startsWith('Custom::')) return makeCustomResource(state, logicalId, resource, properties)
  if (Type === 'AWS::Lambda::Function') return makeFunction(state, logicalId, properties)
  const name = nameOf(state, logicalId, properties)
  const Arn = `arn:aws:${Type.split('::')[1]?.toLowerCase()}:eu-west-1:111122223333:${name}`
  const physicalId = Type === 'AWS::StepFunctions::StateMachine' ? Arn : name
  return { type: Type, physicalId, attributes: { Arn, QueueName: name, Name: name }, properties }
}

const NAMES = ['FunctionName', 'StateMachineName', 'QueueName', 'RoleName', 'DashboardName', 'Name']

/** CloudFormation names a resource that has no name of its own after the stack. */
function nameOf({ options }: StackState, logicalId: string, properties: JsonObject): string {
  const own = NAMES.find((name) => name in properties)
  return own === undefined ? `${options.name}-${logicalId}` : String(properties[own])
}

function makeFunction(state: StackState, logicalId: string, properties: JsonObject): Made {
  const { region, functions, answers } = state
  const zip = String(properties['Code']).split('/').at(-2) ?? ''
  const { Variables = {} } = (properties['Environment'] ?? {}) as { readonly Variables?: Record<string, string> }
  const here = { ...region, answer: (body: string) => void answers.push(body) }
  const handler = functionFrom(here, zip, Variables, (request) => permit(state, logicalId, request))
  const physicalId = nameOf(state, logicalId, properties)
  const timeoutMs = Number(properties['Timeout']) * 1000
  const run = (event: unknown, context: never) => {
    for (const request of mountRequests(state, properties)) permit(state, logicalId, request)
    return handler(event, context)
  }
  const registered = region.fake.functions.register(physicalId, run, { timeoutMs })
  functions.set(logicalId, { handler, registered })
  return { type: 'AWS::Lambda::Function', physicalId, attributes: { Arn: registered.arn }, properties }
}
