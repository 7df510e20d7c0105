import type { Conditional } from './template.js'

/** Handler of a function of the template, by the path of its code: `onboard-batch` of `…/onboard-batch/onboard-batch.zip`. */
export function handlerOf(resource: Conditional): string | undefined {
  if (resource['Type'] !== 'AWS::Lambda::Function') return undefined
  const { Code } = Object(resource['Properties'])
  return String(Code).split('/').at(-2)
}
