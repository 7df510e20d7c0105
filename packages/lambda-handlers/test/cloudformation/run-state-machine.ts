import { StateMachine } from 'aws-local-stepfunctions'
import type { Stack } from './stack.js'
import type { JsonObject } from './template.js'

// The interpreter is written for Node 22.
const promises = Promise as { withResolvers?: () => object }
promises.withResolvers ??= () => {
  const settle: Record<string, unknown> = {}
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { promise, ...settle }
}

export type Definition = ConstructorParameters<typeof StateMachine>[0]

/** The state machine's definition with the template's substitutions. */
export function definitionIn(stack: Stack, logicalId: string): Definition {
  const { DefinitionSubstitutions = {}, DefinitionString } = stack.resource(logicalId)?.properties ?? {}
  const values = DefinitionSubstitutions as JsonObject
  return JSON.parse(String(DefinitionString).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(values[name])))
}

const valid = new Set<string>()

/** Checks a definition at its first run in this process: the interpreter compiles its schema anew for each check. */
function checkOnce(definition: Definition): void {
  // Definitions of two stacks differ in their names only, which end in a UUID.
  const text = JSON.stringify(definition).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid')
  if (valid.has(text)) return
  checkDefinition(definition)
  valid.add(text)
}

/** Throws on an invalid definition, by the interpreter's schema of the language, Distributed Maps included. */
export function checkDefinition(definition: Definition): void {
  new StateMachine(definition)
}

/** Runs it in the interpreter; each task invokes the stack's function whose ARN it names, and waits are left out. */
export function runStateMachine(stack: Stack, definition: Definition, input: unknown): Promise<unknown> {
  const arns = new Map(stack.resources('AWS::Lambda::Function').map(([id, { attributes }]) => [attributes['Arn'], id]))
  const handlers = tasksIn(definition).map(([name, arn]) => {
    const functionId = arns.get(arn) ?? ''
    return [name, (event: unknown) => stack.invoke(functionId, event)] as const
  })
  checkOnce(definition)
  const { result } = new StateMachine(definition, { validationOptions: { noValidate: true } }).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers) as never,
      waitTimeOverrides: Object.fromEntries(waitsIn(definition).map((name) => [name, 0])),
      retryIntervalOverrides: Object.fromEntries(handlers.map(([name]) => [name, 0])),
    },
  })
  return result
}

/** The names of the tasks, those inside of maps included, and what they invoke. */
function tasksIn({ States }: { readonly States: object }): readonly (readonly [string, string])[] {
  return Object.entries(States).flatMap(([name, { Type, Resource, ItemProcessor }]) =>
    Type === 'Task' ? [[name, Resource] as const] : ItemProcessor === undefined ? [] : tasksIn(ItemProcessor),
  )
}

function waitsIn({ States }: { readonly States: object }): readonly string[] {
  return Object.entries(States).flatMap(([name, { Type }]) => (Type === 'Wait' ? [name] : []))
}
