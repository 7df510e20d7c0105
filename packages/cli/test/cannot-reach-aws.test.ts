import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { type Fault, memoryDirectoryDriver, readyStudio } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../core/src/drivers/lambda/later-methods.js'
import '../../core/src/drivers/lambda/later-verbs.js'
import { allPlans, fileSystemId } from './command-lines.js'
import { terminal } from './terminal.js'

const lines = Object.entries({ ...allPlans, report: ['report', '--html', '-', '--domain', 'd-studio'] }).map(
  ([name, words]) => [name, [...words, ...(name === 'deploy' ? ['--dry-run'] : ['--timeout', '30'])]] as const,
)

const SERVICES = ['sagemaker', 'efs', 'ec2', 'lambda', 'cloudformation', 'cloudtrail'] as const

/** A studio in which every request to AWS fails. */
function unreachable(fault: Fault | undefined) {
  const { fake, vpcId } = readyStudio({ fileSystem: { FileSystemId: fileSystemId } })
  const directories = memoryDirectoryDriver()
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  if (fault !== undefined) for (const service of SERVICES) fake.inject({ service, when: () => true, fault })
  const run = terminal(fake)
  return (words: readonly string[]) => run(...words.map((word) => (word === 'VPC' ? vpcId : word)))
}

const faults: readonly [string, Fault, RegExp][] = [
  [
    'credentials that AWS does not know',
    { kind: 'error', code: 'UnrecognizedClientException' },
    /Check the credentials and the Region .* --profile and --region\.$/,
  ],
  ['a session that has ended', { kind: 'error', code: 'ExpiredTokenException' }, /sign in again, such as with aws sso/],
  ['no network', { kind: 'connection-reset', change: 'not-applied' }, /ECONNRESET/],
]

// The sentences are made in one place, so each command meets one of the faults.
describe.each(faults.map(([name, fault, sentence], at) => ({ name, fault, sentence, at })))(
  'with $name',
  ({ fault, sentence, at }) => {
    const run = unreachable(fault)

    test.each(lines.filter((_, index) => index % faults.length === at))(
      '%s is one sentence that says what to do',
      async (_name, words) => {
        const { out, err, status } = await run(words)
        expect([out, status, err.match(/^Error: .*/gm)]).toEqual(['', 2, [expect.stringMatching(sentence)]])
        expect(err).not.toMatch(/^\s+at |undefined|\[object/m)
      },
    )
  },
)

describe('a domain that does not exist, or is in another Region', () => {
  const run = unreachable(undefined)

  test.each(lines.filter(([, words]) => words.includes('d-studio')))(
    'is named by %s, with the Region and the option that names another one',
    async (_name, words) => {
      const { out, err, status } = await run(words.map((word) => (word === 'd-studio' ? 'd-nowhere' : word)))
      const sentence =
        /^Error: DescribeDomain of domain d-nowhere .*looked for in Region eu-west-1\b.* add --region or --profile/
      expect([out, status, err.match(/^Error: .*/gm)]).toEqual(['', 2, [expect.stringMatching(sentence)]])
    },
  )
})
