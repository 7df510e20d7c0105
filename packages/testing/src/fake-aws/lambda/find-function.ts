import { FakeAwsError } from '../fake-aws-error.js'
import { arnOf, type World } from '../world.js'
import type { FunctionRecord } from './state.js'

/** By name, partial ARN or ARN, each with or without a version; `$LATEST` is the only one there is. */
export function findFunction(world: World, name: string, qualifier: string | undefined): FunctionRecord {
  const { functionName, version } = parseName(name)
  const fn = world.state.lambda.functions.get(functionName)
  const wanted = qualifier ?? version ?? '$LATEST'
  if (fn !== undefined && wanted === '$LATEST' && !isElsewhere(world, name)) return fn
  const suffix = wanted === '$LATEST' ? '' : `:${wanted}`
  const arn = name.startsWith('arn:') ? name : arnOf(world, 'lambda', `function:${functionName}${suffix}`)
  throw new FakeAwsError('ResourceNotFoundException', `Function not found: ${arn}`)
}

function parseName(name: string): { readonly functionName: string; readonly version: string | undefined } {
  const mark = name.indexOf('function:')
  const [functionName = '', version] = (mark === -1 ? name : name.slice(mark + 'function:'.length)).split(':')
  return { functionName, version }
}

function isElsewhere({ settings }: World, name: string): boolean {
  if (!name.startsWith('arn:')) return false
  const [, , , region, account] = name.split(':')
  return region !== settings.region || account !== settings.account
}
