import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import {
  type AttachOptions,
  addAttachOptions,
  addProvisionOptions,
  attachInput,
  type ProvisionOptions,
  provisionInput,
} from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends ProvisionOptions, AttachOptions, DirectoryOptions {
  readonly fileSystem: string
  readonly timeout?: number
}

export const onboard: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'onboard <domain-id> <user-profile>',
  summary: 'give one user profile its directory, and list it there',
  examples: ['onboard d-abcdefghijkl alice --file-system fs-0123456789abcdef0 --mount-path /mnt/efs --dry-run'],
  writes: 'profiles',
  options: (command) =>
    addAttachOptions(
      addProvisionOptions(
        addDirectoryOptions(command.requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')),
      ),
    ).option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [domainId, userProfileName], options) => {
    const { onboardProfile } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options, domainId)
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), directories }
    const input = {
      domainId,
      userProfileName,
      fileSystemId: options.fileSystem,
      ...provisionInput(options),
      ...attachInput(options),
      ...given({ timeoutMs: options.timeout }),
    }
    return perform(session, {
      run: (how) => onboardProfile(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      consent: { kind: 'none' },
    })
  },
}
