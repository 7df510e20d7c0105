import type { SetDomainDefaultInput } from '@studio-efs/core'
import { type Command, Option } from 'commander'
import { addDirectoryOptions, type DirectoryOptions } from '../aws/directories.js'
import { given } from '../command/given.js'
import { parseCount, parseSeconds } from './common-options.js'
import { addMaxOption } from './profile-options.js'

/** Options of a default, for one domain or for all domains of a VPC. */
export interface DefaultOptions
  extends DirectoryOptions,
    Pick<
      SetDomainDefaultInput,
      | 'scope'
      | 'executionRole'
      | 'uid'
      | 'gid'
      | 'mode'
      | 'foreignDirectories'
      | 'reachProfiles'
      | 'hiddenProfiles'
      | 'maxCustomFileSystems'
    > {
  readonly fileSystem: string
  readonly path: string
  readonly makeDirectory?: true
  readonly timeout?: number
}

export function addDefaultOptions(command: Command): Command {
  return addMaxOption(
    addDirectoryOptions(
      addScopeOption(command)
        .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
        .requiredOption('-p, --path <path>', 'directory that the spaces mount, such as /_shared')
        .option('--execution-role <arn>', 'role of shared spaces, for a domain that has none yet')
        .option('--make-directory', 'make the directory first')
        .option('--uid <id>', 'owner of the directory', parseCount)
        .option('--gid <id>', 'group of the directory', parseCount)
        .option('--mode <octal>', 'permission bits of the directory (default: 2770)')
        .addOption(
          new Option('--foreign-directories <reaction>', 'a directory of another owner').choices([
            'refuse',
            'take-over',
          ]),
        )
        .option('--reach-profiles', 'add it to the profiles whose own list hides the default, too')
        .addOption(
          new Option('--hidden-profiles <choice>', 'read every profile, and say which hide the default').choices([
            'report',
            'skip',
          ]),
        )
        .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
    ),
  )
}

export function addScopeOption(command: Command): Command {
  return command.addOption(
    new Option('--scope <spaces>', 'spaces that it is for (default: both)').choices(['private', 'shared', 'both']),
  )
}

/** Input of core for these options. */
export function defaultInput(options: DefaultOptions) {
  const { scope, executionRole, uid, gid, mode, foreignDirectories, reachProfiles, hiddenProfiles } = options
  const { maxCustomFileSystems, timeout: timeoutMs } = options
  return {
    fileSystemId: options.fileSystem,
    fileSystemPath: options.path,
    ...given({ scope, executionRole, uid, gid, mode, foreignDirectories, reachProfiles, hiddenProfiles }),
    ...given({ maxCustomFileSystems, timeoutMs }),
    ...(options.makeDirectory && { directory: 'provision' as const }),
  }
}
