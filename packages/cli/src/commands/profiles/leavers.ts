import type { ArchiveLeaversInput, Leaver } from '@studio-efs/core'
import { type Command, InvalidArgumentError } from 'commander'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { type AccountOption, addAccountOption } from '../../options/account-option.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends DirectoryOptions, Pick<ArchiveLeaversInput, 'graceDays' | 'maxShare'>, AccountOption {
  readonly domain?: readonly string[]
  readonly timeout?: number
}

export const leavers: CommandSpec<readonly [], Options> = {
  usage: 'leavers',
  summary: 'move the directories of all user profiles that are gone to the archive',
  description:
    'Deletes nothing. Archives no directory of a profile that was created less than 10 minutes ago: the next run does. With --grace-days a run notes who is gone, and archives those that are gone for that long. It refuses when more than --max-share of all directories would go, since a wrong Region looks like that.',
  examples: [
    'leavers --directory-function my-directories --dry-run',
    'leavers --mount-path /mnt/efs --grace-days 7 --yes',
  ],
  writes: 'infrastructure',
  options: (command) => addLeaverOptions(addAccountOption(addDirectoryOptions(command))),
  run: async (session, _, { domain, graceDays, maxShare, accountId, timeout, ...place }) => {
    const { archiveLeavers } = await import('@studio-efs/core')
    const context = {
      ...(await contextWith(session, 'sagemaker')),
      directories: await directoriesFor(session, { ...place, ...given({ domain }) }),
    }
    const input = given({ domainIds: domain, graceDays, maxShare, accountId, timeoutMs: timeout })
    return perform(session, {
      run: (how) => archiveLeavers(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      tables: ({ leavers: all }) => [
        { columns: ['gone', 'directory, which stays for now', 'gone since'], rows: all.flatMap(waitingRow) },
        { columns: ['not found', 'directory, which stays for now', 'why'], rows: all.flatMap(recentRow) },
      ],
      notes: ({ claims, elsewhere, unreadable, leavers: all }) => [
        ...(session.options.dryRun && all.some(({ outcome }) => outcome === 'waiting')
          ? ['A dry run does not read since when they are gone.']
          : []),
        `${claims} claimed ${claims === 1 ? 'directory' : 'directories'}${elsewhere === 0 ? '' : `; ${elsewhere} more of other accounts and Regions, which stay`}.`,
        ...unreadable.map((path) => `The claim of ${path} cannot be read: its directory stays.`),
      ],
      failures: ({ leavers: all }) =>
        all.flatMap(({ path, error }) => (error === undefined ? [] : [`${path}: ${error.message}`])),
      remaining: ({ leavers: all }) => all.filter(({ outcome }) => outcome === 'not-reached').length,
      plan: graceDays ? 'partial' : 'whole',
      consent: {
        kind: 'yes',
        question: graceDays
          ? `Note who is gone, and archive the directories of those who are gone for ${graceDays} days?`
          : 'Archive these directories?',
      },
    })
  },
}

function addLeaverOptions(command: Command): Command {
  return command
    .option('-d, --domain <ids...>', 'only directories of these domains (default: every domain)')
    .option('--grace-days <days>', 'archive only who is gone for so many days (default: 0)', parseCount)
    .option('--max-share <share>', 'most of all directories to archive at once, 0 to 1 (default: 0.2)', parseShare)
    .option('--timeout <seconds>', 'end before this time (default: 600)', parseSeconds)
}

function parseShare(text: string): number {
  const share = Number(text)
  if (/^\d*\.?\d+$/.test(text) && share <= 1) return share
  throw new InvalidArgumentError('It must be a number from 0 to 1.')
}

function waitingRow({ path, generation, outcome, since }: Leaver): readonly (readonly string[])[] {
  if (outcome !== 'waiting') return []
  return [[`${generation.domainId}/${generation.userProfileName}`, path, since ?? '']]
}

function recentRow({ path, generation, outcome }: Leaver): readonly (readonly string[])[] {
  if (outcome !== 'too-recent') return []
  const why = `made less than 10 minutes ago, at ${generation.createdAt}: SageMaker may not show it everywhere yet. Run this again later.`
  return [[`${generation.domainId}/${generation.userProfileName}`, path, why]]
}
