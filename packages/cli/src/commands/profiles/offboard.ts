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
    'Deletes nothing. The directory of a user profile that exists stays, and so does one that is not claimed for it.',
  examples: ['offboard d-abcdefghijkl alice --directory-function my-directories --dry-run'],
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
      notes: ({ outcome, path }) => (outcome === 'archived' ? [] : [STAYS[outcome](path)]),
      consent: { kind: 'yes', question: `Archive the directory of ${domainId}/${userProfileName}?` },
    })
  },
}

const STAYS = {
  'no-directory': (path: string) => `${path} is missing: only its claim ends.`,
  'still-there': (path: string) =>
    `${path} stays: its user profile exists, or was created less than 10 minutes ago. Delete the user profile first.`,
  'not-claimed': (path: string) =>
    `Nothing is archived: no directory at ${path} is claimed for this user profile in this account and Region. adopt claims directories.`,
}
