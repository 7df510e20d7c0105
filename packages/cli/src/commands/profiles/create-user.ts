import type { CreateUserProfileInput } from '@studio-efs/core'
import { type Command, Option } from 'commander'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseCount, parsePair, parseSeconds } from '../../options/common-options.js'
import { addCheckOption, addLayoutOptions, addMaxOption, type LayoutOptions } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options
  extends DirectoryOptions,
    LayoutOptions,
    Pick<
      CreateUserProfileInput,
      | 'gid'
      | 'mode'
      | 'executionRole'
      | 'domainFileSystems'
      | 'previousOwner'
      | 'crossCheck'
      | 'maxCustomFileSystems'
      | 'checkFileSystem'
    > {
  readonly fileSystem: string
  readonly firstUid?: number
  readonly lastUid?: number
  readonly ssoUser?: string
  readonly reservedPath?: readonly string[]
  readonly tag?: Readonly<Record<string, string>>
  readonly timeout?: number
}

const DEFAULT_RANGE = { first: 10_000, last: 199_999 }

export const createUser: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'create-user <domain-id> <user-profile>',
  summary: 'create a user profile with a uid of its own, its directory, and the file system in its list',
  description:
    'All of it is there before its first space starts. A run that was cut off is started again. A profile of this name with another identity is left as it is.',
  examples: [
    'create-user d-abcdefghijkl carol --file-system fs-0123456789abcdef0 --directory-function my-directories --dry-run',
    'create-user d-abcdefghijkl carol --file-system fs-0123456789abcdef0 --mount-path /mnt/efs --tag team=research',
  ],
  writes: 'profiles',
  options: (command) => addCreateOptions(addDirectoryOptions(command)),
  run: async (session, [domainId, userProfileName], options) => {
    const { createUserProfile } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options, domainId)
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), directories }
    const input = { domainId, userProfileName, fileSystemId: options.fileSystem, ...createInput(options) }
    return perform(session, {
      run: (how) => createUserProfile(context, { ...input, ...how }),
      result: ({ changes: _, outcome: userProfile, ...rest }) => ({ ...rest, userProfile }),
      notes: ({ profile, owner, outcome, directory }) => [
        ...(outcome === 'existing' ? [`User profile ${domainId}/${profile.userProfileName} existed before.`] : []),
        `Owner: ${owner.uid}:${owner.gid}, directory: ${directory.path}`,
      ],
      consent: { kind: 'none' },
    })
  },
}

function createInput(options: Options) {
  const { gid, mode, executionRole, layout, nameCase, domainFileSystems, previousOwner, crossCheck } = options
  const { firstUid, lastUid, ssoUser, reservedPath, tag, timeout, maxCustomFileSystems, checkFileSystem } = options
  const isRange = firstUid !== undefined || lastUid !== undefined
  return {
    ...given({ gid, mode, executionRole, layout, nameCase, domainFileSystems, previousOwner, crossCheck }),
    ...given({ singleSignOnUserValue: ssoUser, reservedPaths: reservedPath, tags: tag, timeoutMs: timeout }),
    ...given({ maxCustomFileSystems, checkFileSystem }),
    ...(isRange && { uidRange: { first: firstUid ?? DEFAULT_RANGE.first, last: lastUid ?? DEFAULT_RANGE.last } }),
  }
}

function addCreateOptions(command: Command): Command {
  return addCheckOption(
    addMaxOption(
      addLayoutOptions(
        command
          .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
          .option('--gid <id>', 'group of the user profile (default: 1001)', parseCount)
          .option('--first-uid <id>', 'first uid to choose from (default: 10000)', parseCount)
          .option('--last-uid <id>', 'last uid to choose from (default: 199999)', parseCount)
          .option('--sso-user <name>', 'person of IAM Identity Center, in a domain that uses it')
          .option('--execution-role <arn>', "role of the user's spaces (default: the domain's)")
          .option('--tag <Name=value>', 'tag of the user profile; repeat it for more', parsePair),
      ),
    ),
  )
    .option('--mode <octal>', 'permission bits of the directory (default: 0700)')
    .option('--reserved-path <paths...>', 'directories of several users, which no profile may get')
    .addOption(
      new Option(
        '--previous-owner <reaction>',
        'a directory of an earlier user of the name (default: archive)',
      ).choices(['archive', 'refuse', 'adopt']),
    )
    .addOption(
      new Option(
        '--domain-file-systems <choice>',
        'entries of the domain that a list would hide (default: copy)',
      ).choices(['copy', 'leave']),
    )
    .addOption(
      new Option('--cross-check <source>', 'where uids that are taken are read (default: profiles)').choices([
        'profiles',
        'ledger',
      ]),
    )
    .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds)
}
