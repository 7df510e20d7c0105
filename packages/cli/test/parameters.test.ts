import * as core from '@studio-efs/core'
import { expect, test } from 'vitest'
import { namesOf } from '../src/program.js'
import { wordFor } from '../src/view/error-text.js'
import { commandOf } from '../src/view/operation-words.js'
import { commandNamed, programOf } from './reference.js'

/** Fields that no command has an option for: Ctrl-C, progress lines, limits of one item, and what only an event knows. */
const OF_PROGRAMS = [
  ...['signal', 'onProgress', 'profileTimeoutMs', 'spaceTimeoutMs', 'domainTimeoutMs'],
  ...['createdAt', 'deletedAt'],
]

/** Fields that the command sets by other options, or leaves to the operation. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  // --first-uid and --last-uid; settings beyond these are for the AWS CLI.
  createUserProfile: ['uidRange', 'userSettings'],
  // --list
  describeStudio: ['detail'],
  // The template's parameters of lifecycle and of its functions; the wait is that after the plan.
  ensureFileSystemForDomain: ['lambdaExclusions', 'lifecyclePolicies', 'securityGroupWaitMs'],
  // Reads only.
  listArchives: ['dryRun'],
  // --soft-limit
  measureUsage: ['softLimitBytes'],
  // --every-account
  purgeArchives: ['accounts'],
  // The id is typed once more.
  removeFileSystem: ['confirmFileSystemId'],
  // --logs, --from, --to
  replayCloudTrail: ['source'],
  // --make-directory
  setDomainDefault: ['directory'],
  shareAcrossVpcDomains: ['directory'],
  // --space names them.
  attachToSpaces: ['unifiedStudio'],
  detachFromSpaces: ['unifiedStudio'],
}

/** Operations of programs: of one command more, or without one. */
const WITHOUT = ['describeSharing', 'onboardProfiles']

interface Answer {
  readonly error?: { readonly allowed?: string }
}

/** The fields that an operation takes, which it names where it is given another one. */
async function fieldsOf(operation: string): Promise<readonly string[]> {
  const call = Object(core)[operation] as (
    context: object,
    input: object,
  ) => Promise<Answer> & { summary?(): Promise<Answer> }
  const started = call({}, { noField: 1 })
  const { error } = await (started.summary === undefined ? started : started.summary())
  return (error?.allowed ?? '').replace('one of ', '').split(', ')
}

const operations = Object.keys(core).filter((name) => commandOf(name) !== undefined && !WITHOUT.includes(name))

test.each(operations)('the command of %s has an option for every field', async (operation) => {
  const words = (commandOf(operation) ?? '').split(' ').slice(1)
  const names = namesOf(words.reduce(commandNamed, programOf()))
  const fields = await fieldsOf(operation)
  expect(fields).toContain('signal')
  const without = fields.filter((field) => wordFor(field, names) === undefined && !OF_PROGRAMS.includes(field))
  expect(without.sort()).toEqual([...(OTHERWISE[operation] ?? [])].sort())
})
