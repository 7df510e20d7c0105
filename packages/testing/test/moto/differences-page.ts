import type { KnownDifference } from './known-difference.js'
import { knownDifferences, MOTO_VERSION } from './known-differences.js'

/** `docs/test-kit-differences.md`, written from the lists. */
export function differencesPage(): string {
  const sections = Object.entries(knownDifferences).map(
    ([service, differences]) => `## ${service}\n\n${differences.map(describeDifference).join('\n\n')}`,
  )
  return `${INTRODUCTION}\n\n${sections.join('\n\n')}\n`
}

const INTRODUCTION = `# Where the fake AWS differs from moto

The test suite runs one script of AWS SDK calls against [moto](https://docs.getmoto.org) ${MOTO_VERSION} and against
the fake of \`@studio-efs/testing\`, both over HTTP, and compares what comes back: every member of a reply, HTTP
statuses and error codes. Where moto was right the fake was mended; what is left is listed here, with the reason and
the document that backs the fake. The test fails when a difference appears that is not on this page, or when one that
is on it is gone.

Ids and times are left out of the comparison, and so are the texts of errors, which no code should read. Not compared,
because moto does not have them: UpdateFileSystem, PutBackupPolicy and DeleteFileSystemPolicy in EFS; UpdateDomain,
user profiles, spaces and apps in SageMaker; LookupEvents in CloudTrail; Invoke in Lambda, which moto runs in Docker.

This page is generated: \`npx vitest run packages/testing/test/moto -u\`.`

function describeDifference({ reason, document, lines }: KnownDifference): string {
  return `${reason} ([source](${document}))\n\n${lines.map((line) => `- \`${line}\``).join('\n')}`
}
