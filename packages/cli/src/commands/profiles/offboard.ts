import type { OffboardProfileInput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { type AccountOption, addAccountOption } from '../../options/account-option.js'
import { parseSeconds } from '../../options/common-options.js'
import { addLayoutOptions, type LayoutOptions } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends DirectoryOptions, LayoutOptions, AccountOption {
  readonly timeout?: OffboardProfileInput['timeoutMs']
}

export const offboard: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'offboard <domain-id> <user-profile>',
  summary: 'move the directory of a user profile that was deleted to the archive',
  description:
    'Deletes nothing. The directory of a user profile that exists stays, and so does one that is not claimed for it. That of a profile that was created less than 10 minutes ago stays for now: run it again.',
  examples: [
    'offboard d-abcdefghijkl alice --directory-function my-directories --dry-run',
    'offboard d-abcdefghijkl alice --mount-path /mnt/efs --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addAccountOption(addLayoutOptions(addDirectoryOptions(command))).option(
      '--timeout <seconds>',
      'end after this time (default: 600)',
      parseSeconds,
    ),
  run: async (session, [domainId, userProfileName], { layout, nameCase, accountId, timeout, ...place }) => {
    const { offboardProfile } = await import('@studio-efs/core')
    const context = {
      ...(await contextWith(session, 'sagemaker')),
      directories: await directoriesFor(session, place, domainId),
    }
    const input = { domainId, userProfileName, ...given({ layout, nameCase, accountId, timeoutMs: timeout }) }
    return perform(session, {
      run: (how) => offboardProfile(context, { ...input, ...how }),
      result: ({ changes: _, outcome: directory, ...rest }) => ({ ...rest, directory }),
      notes: ({ outcome, path, pending }) =>
        outcome === 'archived' ? [] : [STAYS[outcome === 'still-there' && pending ? pending : outcome](path)],
      consent: { kind: 'yes', question: `Archive the directory of ${domainId}/${userProfileName}?` },
    })
  },
}

const STAYS = {
  'no-directory': (path: string) => `${path} is missing: only its claim ends.`,
  'still-there': (path: string) =>
    `${path} stays: its user profile exists. Delete the user profile first, and its spaces before it.`,
  deleting: (path: string) =>
    `${path} stays for now: SageMaker is still deleting its user profile. Run it again in a minute.`,
  young: (path: string) =>
    `${path} stays for now: its user profile is gone, but was created less than 10 minutes ago, and SageMaker may not show a new one everywhere yet. Run it again in 10 minutes.`,
  'not-claimed': (path: string) =>
    `Nothing is archived: no directory at ${path} is claimed for this user profile in this account and Region. adopt claims directories.`,
}
