import type { RestoreDirectoryInput, RestoreDirectoryOutput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import { addLayoutOptions, type LayoutOptions } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends DirectoryOptions, LayoutOptions, Pick<RestoreDirectoryInput, 'person' | 'mode'> {
  readonly domain?: string
  readonly userProfile?: string
  readonly timeout?: number
}

export const archivesRestore: CommandSpec<readonly [archive: string], Options> = {
  usage: 'archives restore <archive>',
  summary: 'give an archived directory back to a user profile, with its owner',
  description:
    'The user profile must exist: create it first. Where its directory holds something, the archive goes inside it as restored- and the date. Without --domain and --user-profile, the same life or person of the name gets it.',
  examples: [
    'archives restore d-abcdefghijkl/alice/20250101T000000000Z --directory-function my-directories --dry-run',
    'archives restore d-abcdefghijkl/alice/20250101T000000000Z --domain d-abcdefghijkl --user-profile alice --mount-path /mnt/efs --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addLayoutOptions(
      addDirectoryOptions(command)
        .option('-d, --domain <id>', 'domain of the user profile that gets it, whoever had the name before')
        .option('-u, --user-profile <name>', 'name of that user profile')
        .option('--person <name>', 'person of IAM Identity Center that the user profile must have'),
    )
      .option('--mode <octal>', 'permission bits of the directory (default: 0700)')
      .option('--timeout <seconds>', 'end before this time (default: 600)', parseSeconds),
  run: async (session, [archive], { domain, userProfile, person, layout, nameCase, mode, timeout, ...place }) => {
    const { restoreDirectory } = await import('@studio-efs/core')
    const context = {
      ...(await contextWith(session, 'sagemaker')),
      directories: await directoriesFor(session, place, domain),
    }
    const input = {
      archive,
      ...given({ domainId: domain, userProfileName: userProfile, person }),
      ...given({ layout, nameCase, mode, timeoutMs: timeout }),
    }
    return perform(session, {
      run: (how) => restoreDirectory(context, { ...input, ...how }),
      advice: (error) => (error.name === 'ResourceNotFoundError' ? WITHOUT_PROFILE : undefined),
      result: ({ changes: _, outcome: directory, ...rest }) => ({ ...rest, directory }),
      notes: notesOf,
      remaining: ({ outcome }) => (outcome === 'unfinished' ? 1 : 0),
      consent: ({ generation: { domainId, userProfileName } }) => ({
        kind: 'yes',
        question: `Give these files to user profile ${domainId}/${userProfileName}?`,
      }),
    })
  },
}

function notesOf({ outcome, path, hardLinks }: RestoreDirectoryOutput): readonly string[] {
  return [
    ...(outcome === 'unchanged' ? [`It was restored before, to ${path}.`] : []),
    ...(hardLinks === 0
      ? []
      : [`Files that keep their owner, since they have a further name, which may be another user's: ${hardLinks}.`]),
  ]
}

const WITHOUT_PROFILE =
  'The user profile that had it is gone: create it again, such as with studio-efs create-user, or give the files to another one with --domain and --user-profile.'
