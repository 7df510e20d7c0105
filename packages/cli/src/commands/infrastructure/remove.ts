import type { RemoveFileSystemInput } from '@studio-efs/core'
import { Option } from 'commander'
import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parsePair, parseSeconds } from '../../options/common-options.js'
import type { Consent } from '../../plans/consent.js'
import { perform } from '../../plans/perform.js'

interface Options extends Pick<RemoveFileSystemInput, 'whileListed'> {
  readonly deleteData?: true
  readonly onlyWithTag?: Readonly<Record<string, string>>
  readonly timeout?: number
}

export const remove: CommandSpec<readonly [fileSystemId: string], Options> = {
  usage: 'remove <file-system-id>',
  summary: 'take away the mount targets, access point and groups of a file system; the data stays',
  description: 'With --delete-data the file system goes as well, with everything on it.',
  examples: [
    'remove fs-0123456789abcdef0 --dry-run',
    'remove fs-0123456789abcdef0 --yes',
    'remove fs-0123456789abcdef0 --delete-data     # asks for the id of the file system once more',
  ],
  writes: 'infrastructure',
  options: (command) =>
    command
      .option('--delete-data', 'delete the file system and all data on it, for good')
      .addOption(
        new Option('--while-listed <reaction>', 'while domains, profiles or spaces list it (default: refuse)').choices([
          'refuse',
          'remove',
        ]),
      )
      .option('--only-with-tag <Name=value>', 'only if it has this tag; repeat it for more', parsePair)
      .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [fileSystemId], { deleteData, whileListed, onlyWithTag, timeout }) => {
    const { removeFileSystem } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker', 'efs', 'ec2')
    const input = {
      fileSystemId,
      ...given({ deleteData, whileListed, onlyWithTags: onlyWithTag, timeoutMs: timeout }),
      ...(deleteData && { confirmFileSystemId: fileSystemId }),
    }
    return perform(session, {
      run: (how) => removeFileSystem(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      tables: ({ kept }) => [
        { columns: ['stays', 'reason'], rows: kept.map(({ kind, id, reason }) => [`${kind} ${id}`, reason]) },
      ],
      notes: ({ changes, kept }) =>
        changes.length + kept.length > 0
          ? []
          : [`${fileSystemId} is not here: it was deleted, or is of another account or Region.`],
      consent: deleteData
        ? dataConsent(fileSystemId)
        : { kind: 'yes', question: `Take these away from ${fileSystemId}?` },
    })
  },
}

function dataConsent(fileSystemId: string): Consent {
  return { kind: 'typed', name: fileSystemId, question: `This deletes ${fileSystemId} and all data on it, for good.` }
}
