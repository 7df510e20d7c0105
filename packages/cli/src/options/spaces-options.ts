import type { AttachToSpacesInput } from '@studio-efs/core'
import { type Command, Option } from 'commander'
import { given } from '../command/given.js'
import { addManyOptions, addResumeOption, type ManyOptions } from './run-options.js'

/** Options of the commands over spaces. */
export interface SpacesOptions extends ManyOptions, Pick<AttachToSpacesInput, 'scope' | 'running'> {
  readonly fileSystem: string
  readonly userProfile?: string
  readonly space?: readonly string[]
}

export function addSpacesOptions(command: Command): Command {
  return addResumeOption(
    addManyOptions(
      command
        .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
        .option('-u, --user-profile <name>', 'only the private spaces of this one, of one domain')
        .option('--space <names...>', 'only these, of one domain, also those that Unified Studio manages')
        .addOption(
          new Option('--scope <spaces>', 'spaces of one user, or of several (default: both)').choices([
            'private',
            'shared',
            'both',
          ]),
        )
        .addOption(
          new Option(
            '--running <reaction>',
            'a space whose app runs: it waits, or the app is stopped, or started again afterwards (default: skip)',
          ).choices(['skip', 'stop', 'restart']),
        ),
      'space',
    ),
  )
}

export function spacesInput(options: SpacesOptions) {
  const { fileSystem, domain, userProfile, space, scope, running, concurrency, timeout } = options
  return {
    fileSystemId: fileSystem,
    ...given({ domainIds: domain, userProfileName: userProfile, spaceNames: space, scope, running }),
    ...given({ concurrency, timeoutMs: timeout }),
  }
}
