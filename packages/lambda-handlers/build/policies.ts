// Writes the generated parts of the templates anew: policies, from core's table of IAM permissions by operation, roles and
// the version. Writes the tables of parameters into their page, and the parts of the Terraform modules that the templates decide.
import { readFileSync, writeFileSync } from 'node:fs'
import { withParameterTables } from './parameter-table.js'
import { templateNames, withPolicies } from './template-policies.js'
import { terraformFiles, terraformFolders } from './terraform.js'

for (const name of templateNames) {
  const file = new URL(`../cloudformation/${name}`, import.meta.url)
  writeFileSync(file, withPolicies(name, readFileSync(file, 'utf8')))
}

const page = new URL('../../../docs/parameters.md', import.meta.url)
writeFileSync(page, withParameterTables(readFileSync(page, 'utf8')))

for (const name of templateNames)
  for (const [file, text] of Object.entries(terraformFiles(name)))
    writeFileSync(new URL(`../../../${terraformFolders[name]}/${file}`, import.meta.url), text)
