import { asStrings, isWanted } from '../../lambda-handlers/test/cloudformation/checks.js'
import { evaluate, type Scope } from '../../lambda-handlers/test/cloudformation/evaluate.js'
import { type Json, type JsonObject, readTemplate } from '../../lambda-handlers/test/cloudformation/template.js'

/** Resources and outputs of a template, with every function of CloudFormation carried out. */
export interface Evaluated {
  readonly resources: Readonly<Record<string, JsonObject>>
  readonly outputs: Readonly<Record<string, JsonObject>>
}

interface Parts {
  readonly Conditions?: JsonObject
  readonly Resources: Readonly<Record<string, JsonObject>>
  readonly Outputs: Readonly<Record<string, JsonObject>>
}

const PSEUDO = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'Stack',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Stack/1a2b3c4d-0000-0000-0000-000000000000',
}

/** The shipped template as CloudFormation would deploy it with the parameters. */
export function shipped(parameters: JsonObject): Evaluated {
  const template = readTemplate('studio-efs.yaml')
  const defaults = Object.entries(template.Parameters).map(([name, { Default = '' }]) => [name, Default])
  return evaluated(template as unknown as Parts, { ...Object.fromEntries(defaults), ...parameters })
}

/** A synthesised template. References to the resources of the app that are beside it are text. */
export function synthesised(template: object): Evaluated {
  return evaluated(template as Parts, {})
}

/** A resolved token as text: `<Key.Arn>`. */
export function symbolOf(value: Json): Json {
  return evaluate(value, scopeOf({}, {}))
}

function scopeOf(parameters: JsonObject, conditions: JsonObject): Scope {
  return {
    parameters: { ...PSEUDO, ...parameters },
    conditions,
    refOf: (logicalId) => `<${logicalId}>`,
    attributeOf: (logicalId, attribute) => `<${logicalId}.${attribute}>`,
  }
}

function evaluated({ Conditions = {}, Resources, Outputs }: Parts, parameters: JsonObject): Evaluated {
  const scope = scopeOf(parameters, Conditions)
  const all = (entries: Readonly<Record<string, JsonObject>>) =>
    Object.fromEntries(
      Object.entries(entries)
        .filter(([, { Condition }]) => isWanted(Condition as string | undefined, scope))
        .map(([name, { Condition, ...one }]) => [name, asStrings(evaluate(one, scope)) as JsonObject]),
    )
  return { resources: all(Resources), outputs: all(Outputs) }
}
