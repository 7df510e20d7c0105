import { verdicts } from '../../scripts/moto-tests/verdicts.js'
import type { KnownDifference } from './known-difference.js'
import { knownDifferences, MOTO_VERSION } from './known-differences.js'

/** Writes `docs/test-kit-differences.md` from the lists. */
export function differencesPage(): string {
  const sections = Object.entries(knownDifferences).map(
    ([service, differences]) => `## ${service}\n\n${differences.map(describeDifference).join('\n\n')}`,
  )
  return `${INTRODUCTION}\n\n${sections.join('\n\n')}\n\n${OWN_TESTS}\n\n${verdictRows()}\n`
}

/** A row for each verdict on tests of moto that fail. */
function verdictRows(): string {
  const rows = verdicts.map(({ verdict, reason, document, tests }) => {
    const source = document === undefined ? '' : ` ([source](${document}))`
    return `| ${verdict.replaceAll('-', ' ')} | ${reason}${source} | ${tests.map((name) => `\`${name}\``).join(', ')} |`
  })
  return ['| verdict | reason | tests |', '| --- | --- | --- |', ...rows].join('\n')
}

const OWN_TESTS = `## Moto's own tests

Moto's tests of EFS, of security groups, subnets, VPCs, interfaces and tags of EC2, and of the lists of S3 run against the fake too:
\`npx tsx packages/testing/scripts/moto-tests/main.ts <checkout of moto>\`. Of those of moto ${MOTO_VERSION}, 117 pass. In 53 that
fail the fake is right by AWS's documents, in none is moto right, 8 depend on what AWS does not document, and 93 call what the fake
does not implement, most of them instances, endpoints, IPv6 and ClassicLink. None is without a reason. Two draw ports at random, and
pass half of the time.`

const INTRODUCTION = `# Where the fake AWS differs from moto

The answers of the fake that are not those of [moto](https://docs.getmoto.org), each with its reason and the document that supports
the fake. Use it when you come from moto, or when the two disagree in a test of yours. An example:

\`\`\`ts
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs'
import { createFakeAws } from '@studio-efs/testing'

const efs = new EFSClient(createFakeAws().clientConfig())
const { LifeCycleState } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'a' }))
console.log(LifeCycleState) // creating; moto says available at once
\`\`\`

The test suite runs one script of AWS SDK calls against moto ${MOTO_VERSION} and against the fake of \`@studio-efs/testing\`, both over
HTTP, and compares the replies: every member, the HTTP status and the error code. Where moto was right, the fake was corrected.
The test fails when a difference is missing on this page, or when one on this page no longer exists.

The comparison leaves out ids, times and the texts of errors, which no code should parse. It does not cover the
operations that moto does not implement: UpdateFileSystem, PutBackupPolicy and DeleteFileSystemPolicy in EFS; UpdateDomain,
user profiles, spaces and apps in SageMaker; LookupEvents in CloudTrail; Invoke in Lambda, which moto runs in Docker.

This page is generated: \`npx vitest run packages/testing/test/moto -u\`.`

function describeDifference({ reason, document, lines }: KnownDifference): string {
  return `${reason} ([source](${document}))\n\n${lines.map((line) => `- \`${line}\``).join('\n')}`
}
