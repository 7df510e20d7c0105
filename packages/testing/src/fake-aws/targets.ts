import type { FakeApi, Operation } from './fake-api.js'
import type { Target } from './options.js'

/** The operations that the target names; throws when it names what the fake does not have. */
export function operationsOf(apis: readonly FakeApi[], { service, operation }: Target): readonly Operation[] {
  const api = apis.find(({ model }) => model.service === service)
  if (api === undefined)
    throw unknownName(
      'service',
      service,
      apis.map(({ model }) => model.service),
    )
  if (operation === undefined) return Object.values(api.operations)
  const found = Object.hasOwn(api.operations, operation) ? api.operations[operation] : undefined
  if (found === undefined) throw unknownName(`operation of ${service}`, operation, Object.keys(api.operations))
  return [found]
}

export function unknownName(kind: string, name: string, known: readonly string[]): Error {
  return new Error(`The fake AWS has no ${kind} '${name}': it has ${known.join(', ')}.`)
}
