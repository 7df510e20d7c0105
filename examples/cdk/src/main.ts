// Synthesises an app for one domain, or for the domains that are named: `pnpm run synth d-aaaaaaaaaaaa d-bbbbbbbbbbbb`.
import { appWithOneDomain, appWithSeveralDomains } from './studio-app.js'

const domainIds = process.argv.slice(2)
const app = domainIds.length === 0 ? appWithOneDomain() : appWithSeveralDomains(domainIds)
const { stacks, directory } = app.synth()
for (const { stackName, template } of stacks) {
  console.log(`${stackName}: ${Object.keys(Object(template.Resources)).length} resources`)
}
console.log(`in ${directory}`)
