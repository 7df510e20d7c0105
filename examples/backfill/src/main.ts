// Gives every existing user profile of some domains its directory: npx tsx src/main.ts <file system> <function> <domain>...
// To copy into a program of your own; `npx studio-efs backfill` is the whole command.
import { EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { backfillProfiles } from '@studio-efs/core'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'

const [fileSystemId = '', functionName = '', ...domainIds] = process.argv.slice(2)
const context = {
  sagemaker: new SageMakerClient({}),
  efs: new EFSClient({}),
  directories: lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName }),
}

const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())
const resumeToken = process.env['RESUME_TOKEN']
const run = backfillProfiles(context, {
  fileSystemId,
  domainIds,
  signal: interrupt.signal,
  ...(resumeToken !== undefined && { resumeToken }),
})
for await (const each of run) {
  const reason = each.outcome === 'failed' ? each.error.message : ''
  console.log(each.profile.domainId, each.profile.userProfileName, each.outcome, reason)
}
const summary = await run.summary()
if (summary.isErr()) throw summary.error
const { onboarded, failed, stopped, resumeToken: next } = summary.value
console.log(`${onboarded} onboarded, ${failed} failed`)
if (stopped !== undefined) console.log(`It ended early. To go on, run it with RESUME_TOKEN=${next}`)
process.exitCode = failed > 0 || stopped !== undefined ? 1 : 0
