import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import {
  type AttachOptions,
  addAttachOptions,
  addProvisionOptions,
  attachInput,
  type ProvisionOptions,
  provisionInput,
} from '../../options/profile-options.js'
import { addManyOptions, addResumeOption, type ManyOptions } from '../../options/run-options.js'
import { profileView } from '../../runs/profile-view.js'
import { runItems } from '../../runs/run-items.js'

interface Options extends ManyOptions, ProvisionOptions, AttachOptions, DirectoryOptions {
  readonly fileSystem: string
}

export const backfill: CommandSpec<readonly [], Options> = {
  usage: 'backfill',
  summary: 'give every existing user profile its directory, and list it there',
  description: 'Goes on at the rate that AWS takes. Ctrl-C ends it cleanly, and prints the command that goes on.',
  examples: [
    'backfill --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --mount-path /mnt/efs --dry-run',
    'backfill --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --mount-path /mnt/efs',
  ],
  writes: 'profiles',
  options: (command) =>
    addResumeOption(
      addManyOptions(
        addAttachOptions(
          addProvisionOptions(
            addDirectoryOptions(command.requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')),
          ),
        ),
      ),
    ),
  run: async (session, _, options) => {
    const { backfillProfiles } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options)
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), directories }
    const { fileSystem, domain, concurrency, timeout } = options
    const input = {
      fileSystemId: fileSystem,
      ...given({ domainIds: domain, concurrency, timeoutMs: timeout }),
      ...provisionInput(options),
      ...attachInput(options),
    }
    const start = (how: object) => backfillProfiles(context, { ...input, ...how })
    return runItems(session, { view: profileView, done: 'onboarded', start }, options)
  },
}
