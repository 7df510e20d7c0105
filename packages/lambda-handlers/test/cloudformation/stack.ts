import { isWanted } from './checks.js'
import { deleteCustomResource } from './custom-resource.js'
import { evaluate } from './evaluate.js'
import type { Region } from './functions.js'
import { makeAll } from './make.js'
import { invokeIn, type Made, newState, type StackFunction, type StackOptions, type StackState } from './stack-state.js'
import type { JsonObject } from './template.js'

/** A stack of one of our templates, played on the fake: functions are registered, custom resources invoked. */
export interface Stack {
  readonly outputs: JsonObject
  readonly exports: JsonObject
  /** With all functions carried out; undefined when its condition is false. */
  resource(logicalId: string): Made | undefined
  resources(type: string): readonly (readonly [string, Made])[]
  functionNamed(logicalId: string): StackFunction
  /** What the function called, as IAM names it. */
  callsOf(logicalId: string): ReadonlySet<string>
  invoke(logicalId: string, event: unknown): Promise<unknown>
  update(parameters: JsonObject): Promise<void>
  remove(): Promise<void>
}

export async function deploy(region: Omit<Region, 'answer'>, options: StackOptions): Promise<Stack> {
  const state = newState(region, options)
  const { made, functions, calls } = state
  await makeAll(state, options.parameters)
  return {
    get outputs() {
      return Object.fromEntries(outputsOf(state).map(([name, { Value }]) => [name, evaluate(Value, state.scope)]))
    },
    get exports() {
      return exportsOf(state)
    },
    resource: (logicalId) => made.get(logicalId),
    resources: (type) => [...made].filter(([, resource]) => resource.type === type),
    functionNamed: (logicalId) => functions.get(logicalId) as StackFunction,
    callsOf: (logicalId) => calls.get(logicalId) ?? new Set(),
    invoke: (logicalId, event) => invokeIn(state, logicalId, event),
    update: (parameters) => makeAll(state, parameters),
    remove: () => removeAll(state),
  }
}

/** Last made, first deleted. */
async function removeAll(state: StackState): Promise<void> {
  for (const [logicalId, resource] of [...state.made].reverse())
    if (resource.type === 'Custom') await deleteCustomResource(state, logicalId, resource)
  for (const { registered } of state.functions.values()) registered.remove()
  state.made.clear()
}

function outputsOf({ template, scope }: StackState) {
  return Object.entries(template.Outputs).filter(([, { Condition }]) => isWanted(Condition, scope))
}

function exportsOf(state: StackState): JsonObject {
  const entries = outputsOf(state).flatMap(([, { Value, Export }]) =>
    Export === undefined ? [] : [[String(evaluate(Export.Name, state.scope)), evaluate(Value, state.scope)] as const],
  )
  return Object.fromEntries(entries)
}
