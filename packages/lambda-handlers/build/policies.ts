// Writes the policies of the templates anew, from core's table of IAM permissions by operation.
import { readFileSync, writeFileSync } from 'node:fs'
import { templateNames, withPolicies } from './template-policies.js'

for (const name of templateNames) {
  const file = new URL(`../cloudformation/${name}`, import.meta.url)
  writeFileSync(file, withPolicies(name, readFileSync(file, 'utf8')))
}
