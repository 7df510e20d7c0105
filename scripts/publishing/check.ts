// Says why this checkout must not be published, and exits with 1: `npx tsx scripts/publishing/check.ts`. The release
// workflow runs it first. An argument names another checkout.
import { workspaceRoot } from './pack.js'
import { readRelease, releaseProblems } from './release-problems.js'

const problems = releaseProblems(readRelease(process.argv[2] ?? workspaceRoot, process.env))
for (const problem of problems) console.error(problem)
if (problems.length > 0) {
  console.error('Nothing is published. CONTRIBUTING.md, "Release", says what a release needs.')
  process.exitCode = 1
}
