import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import { type AttachOptions, addAttachOptions, attachInput } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'

interface Options extends AttachOptions {
  readonly fileSystem: string
  readonly path: string
  readonly timeout?: number
}

export const attach: CommandSpec<readonly [domainId: string, userProfileName: string], Options> = {
  usage: 'attach <domain-id> <user-profile>',
  summary: 'add the file system to the list of one user profile',
  description: 'Every other entry of the list stays. The directory must be there; onboard makes it as well.',
  examples: ['attach d-abcdefghijkl alice --file-system fs-0123456789abcdef0 --path /alice --dry-run'],
  writes: 'profiles',
  options: (command) =>
    addAttachOptions(
      command
        .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
        .requiredOption('-p, --path <path>', 'directory that the spaces mount'),
    ).option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [domainId, userProfileName], options) => {
    const { attachToProfile } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker', 'efs')
    const entry = { fileSystemId: options.fileSystem, fileSystemPath: options.path }
    const input = {
      domainId,
      userProfileName,
      ...entry,
      ...attachInput(options),
      ...given({ timeoutMs: options.timeout }),
    }
    return perform(session, {
      run: (how) => attachToProfile(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      consent: { kind: 'none' },
    })
  },
}
