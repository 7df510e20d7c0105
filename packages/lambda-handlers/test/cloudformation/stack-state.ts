import { createHash } from 'node:crypto'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { RegisteredFunction } from '@studio-efs/testing'
import type { TemplateName } from '../../build/template-policies.js'
import type { Handler } from '../../src/handler/handler.js'
import type { Scope } from './evaluate.js'
import type { Region } from './functions.js'
import { type Json, type JsonObject, readTemplate, type Template } from './template.js'

/** A resource after its creation. */
export interface Made {
  readonly type: string
  readonly physicalId: string
  readonly attributes: JsonObject
  readonly properties: JsonObject
}

export interface StackOptions {
  readonly name: string
  readonly template: TemplateName
  readonly parameters: JsonObject
}

export interface StackFunction {
  readonly handler: Handler<unknown>
  readonly registered: RegisteredFunction
}

/** State of a stack. */
export interface StackState {
  readonly region: Omit<Region, 'answer'>
  readonly options: StackOptions
  readonly template: Template
  readonly lambda: LambdaClient
  readonly made: Map<string, Made>
  readonly functions: Map<string, StackFunction>
  /** The actions that AWS asked IAM about, by function. */
  readonly asked: Map<string, Set<string>>
  /** Requests that a function's role did not allow. */
  readonly denials: string[]
  /** Bodies of the answers of custom resources. */
  readonly answers: string[]
  scope: Scope
}

/** Like CloudFormation's, with a UUID at its end that is the same for the same name. */
export function stackId({ name }: Pick<StackOptions, 'name'>): string {
  const hash = createHash('sha256').update(name).digest('hex')
  const uuid = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)]
  return `arn:aws:cloudformation:eu-west-1:111122223333:stack/${name}/${uuid.join('-')}`
}

export function newState(region: Omit<Region, 'answer'>, options: StackOptions): StackState {
  const template = readTemplate(options.template)
  const made = new Map<string, Made>()
  return {
    region,
    options,
    template,
    lambda: new LambdaClient({ ...region.fake.clientConfig(), maxAttempts: 1 }),
    made,
    functions: new Map(),
    asked: new Map(),
    denials: [],
    answers: [],
    scope: scopeOf(template, options, options.parameters, made),
  }
}

export function scopeOf(
  template: Template,
  options: StackOptions,
  given: JsonObject,
  made: ReadonlyMap<string, Made>,
): Scope {
  const defaults = Object.entries(template.Parameters).map(([name, { Default = '' }]) => [name, Default] as const)
  const pseudo = {
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': '111122223333',
    'AWS::Partition': 'aws',
    'AWS::StackName': options.name,
    'AWS::StackId': stackId(options),
  }
  return {
    parameters: { ...pseudo, ...Object.fromEntries(defaults), ...given },
    conditions: template.Conditions,
    refOf: (logicalId) => found(made, logicalId).physicalId,
    attributeOf: (logicalId, attribute) => {
      const { attributes } = found(made, logicalId)
      if (!(attribute in attributes)) throw new Error(`${logicalId} has no attribute ${attribute}.`)
      return attributes[attribute] as Json
    },
  }
}

/** Invokes a function of the stack; throws the error of a failure, by its name. */
export async function invokeIn({ lambda, made }: StackState, logicalId: string, event: unknown): Promise<unknown> {
  const FunctionName = found(made, logicalId).physicalId
  const reply = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }))
  const payload = JSON.parse(reply.Payload?.transformToString() ?? 'null')
  if (reply.FunctionError === undefined) return payload
  throw Object.assign(new Error(payload.errorMessage), { name: payload.errorType })
}

function found(made: ReadonlyMap<string, Made>, logicalId: string): Made {
  const resource = made.get(logicalId)
  if (resource === undefined) throw new Error(`There is no ${logicalId}.`)
  return resource
}
