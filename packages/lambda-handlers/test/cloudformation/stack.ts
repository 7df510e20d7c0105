import { isWanted } from './checks.js'
import { deleteCustomResource } from './custom-resource.js'
import { evaluate } from './evaluate.js'
import type { Region } from './functions.js'
import type { Statement } from './iam.js'
import { makeAll } from './make.js'
import { statementsOf } from './permissions.js'
import { invokeIn, type Made, newState, type StackFunction, type StackOptions, type StackState } from './stack-state.js'
import type { JsonObject } from './template.js'

/** A stack of one of the templates on the fake: functions are registered, custom resources invoked. */
export interface Stack {
  readonly outputs: JsonObject
  /** The evaluated resource; undefined if its condition is false. */
  resource(logicalId: string): Made | undefined
  resources(type: string): readonly (readonly [string, Made])[]
  functionNamed(logicalId: string): StackFunction
  /** The actions that AWS asked IAM about when the function called it. */
  askedOf(logicalId: string): ReadonlySet<string>
  /** Requests that the roles of the functions did not allow. */
  readonly denials: readonly string[]
  /** Statements of the function's role. */
  statementsOf(logicalId: string): readonly Statement[]
  invoke(logicalId: string, event: unknown): Promise<unknown>
  /** Rolls back, and throws the reason, if a resource cannot be updated. */
  update(parameters: JsonObject): Promise<void>
  remove(): Promise<void>
}

export async function deploy(region: Omit<Region, 'answer'>, options: StackOptions): Promise<Stack> {
  const state = newState(region, options)
  const { made, functions, asked, denials } = state
  let given = options.parameters
  await makeAll(state, given).catch((error: unknown) => rolledBack(error, removeAll(state)))
  return {
    get outputs() {
      return Object.fromEntries(outputsOf(state).map(([name, { Value }]) => [name, evaluate(Value, state.scope)]))
    },
    resource: (logicalId) => made.get(logicalId),
    resources: (type) => [...made].filter(([, resource]) => resource.type === type),
    functionNamed: (logicalId) => functions.get(logicalId) as StackFunction,
    askedOf: (logicalId) => asked.get(logicalId) ?? new Set(),
    denials,
    statementsOf: (logicalId) => statementsOf(state, logicalId.replace(/Function$/, 'Role')),
    invoke: (logicalId, event) => invokeIn(state, logicalId, event),
    update: async (parameters) => {
      await makeAll(state, parameters).catch((error: unknown) => rolledBack(error, makeAll(state, given)))
      given = parameters
    },
    remove: () => removeAll(state),
  }
}

async function rolledBack(error: unknown, back: Promise<void>): Promise<never> {
  await back
  throw error
}

/** Deletes in the opposite order of creation. */
async function removeAll(state: StackState): Promise<void> {
  for (const [logicalId, resource] of [...state.made].reverse())
    if (resource.type === 'Custom') await deleteCustomResource(state, logicalId, resource)
  for (const { registered } of state.functions.values()) registered.remove()
  state.made.clear()
}

function outputsOf({ template, scope }: StackState) {
  return Object.entries(template.Outputs).filter(([, { Condition }]) => isWanted(Condition, scope))
}
