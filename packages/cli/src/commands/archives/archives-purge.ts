import type { PurgeArchivesOutput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { wallTime } from '../../command/session.js'
import { type AccountOption, addAccountOption } from '../../options/account-option.js'
import {
  type ArchiveOptions,
  addArchiveOptions,
  archiveDirectories,
  archiveInput,
} from '../../options/archive-options.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'
import type { Consent } from '../../plans/consent.js'
import { perform } from '../../plans/perform.js'
import { ago, formatBytes } from '../../report/format.js'

interface Options extends DirectoryOptions, ArchiveOptions, AccountOption {
  readonly everyAccount?: boolean
  readonly olderThanDays: number
  readonly timeout?: number
}

export const archivesPurge: CommandSpec<readonly [], Options> = {
  usage: 'archives purge',
  summary: 'delete archived directories for good once they are old enough',
  description:
    'Measures and shows them first, and asks for a name. With --yes it deletes at once. Ends before its time limit, and prints the command that goes on.',
  examples: [
    'archives purge --older-than-days 365 --directory-function my-directories --dry-run',
    'archives purge --older-than-days 365 --directory-function my-directories --yes',
    'archives purge --older-than-days 30 --domain d-abcdefghijkl --user-profile alice --mount-path /mnt/efs     # asks for alice',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addAccountOption(
      addArchiveOptions(
        addDirectoryOptions(command).requiredOption(
          '--older-than-days <days>',
          'retention: days that a directory has to be in the archive, at least 1',
          parseCount,
        ),
      ).option('--every-account', 'without --domain: also those of other accounts and Regions on the file system'),
    ).option('--timeout <seconds>', 'end before this time (default: 600)', parseSeconds),
  run: async (session, _, options) => {
    const { purgeArchives } = await import('@studio-efs/core')
    const { olderThanDays, timeout, accountId, everyAccount } = options
    const directories = await archiveDirectories(session, options)
    const isLimited = options.domain === undefined && everyAccount !== true
    const context = { ...(await (isLimited ? contextWith(session, 'sagemaker') : contextWith(session))), directories }
    const input = {
      ...{ olderThanDays, accounts: everyAccount ? ('every' as const) : ('own' as const) },
      ...archiveInput(options),
      ...given({ timeoutMs: timeout, accountId }),
    }
    const now = new Date(wallTime(session)).toISOString()
    return perform(session, {
      run: (how) => purgeArchives(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      details: ({ archives }, change) => {
        const found = archives.find(({ archive }) => change.kind === 'archive' && archive === change.archive)
        return found === undefined ? '' : `${sizeText(found)}, archived ${ago(found.archivedAt, now)}`
      },
      tables: ({ archives }) => [
        {
          columns: ['not finished', 'outcome', 'size so far'],
          rows: archives
            .filter(({ outcome }) => outcome !== 'deleted' && outcome !== 'failed')
            .map((each) => [each.archive, each.outcome, sizeText(each)]),
        },
      ],
      notes: (output) => [
        `${output.archives.length} old enough: ${sizeText(output)}.`,
        ...(output.elsewhere === 0 ? [] : [`${output.elsewhere} more of other accounts and Regions, which stay.`]),
      ],
      failures: ({ archives }) =>
        archives.flatMap(({ archive, error }) => (error === undefined ? [] : [`${archive}: ${error.message}`])),
      remaining: ({ archives }) =>
        archives.filter(({ outcome }) => outcome === 'unfinished' || outcome === 'not-reached').length,
      plan: 'shown',
      consent: (output) => consentTo(output, options),
    })
  },
}

function sizeText({ entries, bytes }: { readonly entries: number; readonly bytes: number }): string {
  return `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${formatBytes(bytes)}`
}

/** The name of the narrowest option that chooses the archives. */
function consentTo({ archives }: PurgeArchivesOutput, { domain, userProfile, everyAccount }: Options): Consent {
  const what = archives.length === 1 ? 'one archived directory' : `${archives.length} archived directories`
  const name = userProfile ?? domain ?? (everyAccount ? 'every account' : 'every domain')
  return { kind: 'typed', name, question: `This deletes ${what} for good.` }
}
