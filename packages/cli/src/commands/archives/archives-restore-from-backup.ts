import type { RestoreFromBackupInput, RestoreFromBackupOutput } from '@studio-efs/core'
import { Option } from 'commander'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { withOption } from '../../command/words.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'
import { addLayoutOptions, type LayoutOptions } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options
  extends DirectoryOptions,
    LayoutOptions,
    Pick<RestoreFromBackupInput, 'item' | 'mode' | 'copy' | 'recoveryFolder' | 'uncertainOwner'> {
  readonly fileSystem: string
  readonly before?: string
  readonly recoveryPoint?: string
  readonly vault?: string
  readonly role?: string
  readonly job?: string
  readonly timeout?: number
}

export const archivesRestoreFromBackup: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'archives restore-from-backup <domain-id> <user-profile>',
  summary: 'give a user profile its directory as it was in a backup of AWS Backup',
  description:
    'Restores the one directory, which may take minutes to hours, and moves it to the user profile: in its place if that is missing or empty, else inside it as restored- and the date. Replaces nothing. Ends before its time limit, and prints the command that goes on.',
  examples: [
    'archives restore-from-backup d-abcdefghijkl alice --file-system fs-0123456789abcdef0 --before 2026-11-24 --directory-function my-directories --dry-run',
    'archives restore-from-backup d-abcdefghijkl alice --file-system fs-0123456789abcdef0 --mount-path /mnt/efs --timeout 7200 --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addLayoutOptions(
      addDirectoryOptions(command.requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…'))
        .option(
          '--before <time>',
          'the newest backup from then or before: 2026-11-24, 2026-11-24T08:00:00Z (default: now)',
        )
        .option('--recovery-point <arn>', 'the backup itself')
        .option('--vault <name>', 'only backups in this vault (default: any)')
        .option('--item <path>', 'path of the directory in the backup (default: as it is now)')
        .option('--role <arn>', 'role that AWS Backup restores with (default: AWSBackupDefaultServiceRole)')
        .option('--copy <number>', 'another copy of what was restored before: 2, 3, … (default: 1)', parseCount)
        .option('--job <id>', 'go on with this restore job')
        .option(
          '--recovery-folder <name>',
          'folder at the root that AWS Backup restored to (default: found by its time)',
        )
        .addOption(
          new Option(
            '--uncertain-owner <reaction>',
            'files that may be those of an earlier user of the name (default: refuse)',
          ).choices(['refuse', 'accept']),
        ),
    )
      .option('--mode <octal>', 'permission bits of the directory (default: 0700)')
      .option('--timeout <seconds>', 'end before this time (default: 600)', parseSeconds),
  run: async (session, [domainId, userProfileName], options) => {
    const { restoreFromBackup } = await import('@studio-efs/core')
    const { fileSystem, before, recoveryPoint, vault, role, job, timeout } = options
    const { item, copy, recoveryFolder, uncertainOwner, layout, nameCase, mode } = options
    const context = {
      ...(await contextWith(session, 'sagemaker', 'backup')),
      directories: await directoriesFor(session, options, domainId),
    }
    const input = {
      ...{ domainId, userProfileName, fileSystemId: fileSystem },
      ...given({ before, recoveryPointArn: recoveryPoint, backupVaultName: vault, restoreRoleArn: role }),
      ...given({ item, copy, restoreJobId: job, recoveryFolder, uncertainOwner }),
      ...given({ layout, nameCase, mode, timeoutMs: timeout }),
    }
    return perform(session, {
      run: (how) => restoreFromBackup(context, { ...input, ...how }),
      result: ({ changes: _, outcome: directory, ...rest }) => ({ ...rest, directory }),
      notes: notesOf,
      remaining: ({ outcome }) => (outcome === 'unfinished' || outcome === 'pending' ? 1 : 0),
      // A newer backup may be there by then.
      next: ({ job: begun }, words) => (begun ? withOption(words, '--job', begun.restoreJobId) : words),
      consent: {
        kind: 'yes',
        question: `Restore this directory to user profile ${domainId}/${userProfileName}?`,
      },
    })
  },
}

function notesOf({ outcome, path, hardLinks, recoveryPoint, job }: RestoreFromBackupOutput): readonly string[] {
  const { takenAt, backupVaultName } = recoveryPoint
  const percent = job?.percentDone === undefined ? '' : `, ${Math.floor(job.percentDone)} % done`
  return [
    `Backup of ${takenAt}, in the vault ${backupVaultName}.`,
    ...(outcome === 'unchanged' ? [`It was restored before, to ${path}. Another copy: --copy 2.`] : []),
    ...(outcome === 'pending' && job
      ? [`AWS Backup is at work on job ${job.restoreJobId}: ${job.status}${percent}.`]
      : []),
    ...(hardLinks === 0
      ? []
      : [`Files that keep their owner, since they have a further name, which may be another user's: ${hardLinks}.`]),
  ]
}
