import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import { addProvisionOptions, type ProvisionOptions, provisionInput } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends ProvisionOptions, DirectoryOptions {
  readonly timeout?: number
}

export const provision: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'provision <domain-id> <user-profile>',
  summary: 'make the directory of one user profile',
  description: 'Its list of file systems stays as it is; onboard does both.',
  examples: ['provision d-abcdefghijkl alice --mount-path /mnt/efs --dry-run'],
  writes: 'profiles',
  options: (command) =>
    addProvisionOptions(addDirectoryOptions(command)).option(
      '--timeout <seconds>',
      'end after this time (default: 600)',
      parseSeconds,
    ),
  run: async (session, [domainId, userProfileName], options) => {
    const { provisionUserDirectory } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options, domainId)
    const context = { ...(await contextWith(session, 'sagemaker')), directories }
    const input = { domainId, userProfileName, ...provisionInput(options), ...given({ timeoutMs: options.timeout }) }
    return perform(session, {
      run: (how) => provisionUserDirectory(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ directory: { path } }) => [`Directory: ${path}`],
      consent: { kind: 'none' },
    })
  },
}
