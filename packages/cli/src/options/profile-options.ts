import type { OnboardProfileInput } from '@studio-efs/core'
import { type Command, Option } from 'commander'
import { given } from '../command/given.js'
import { parseCount } from './common-options.js'

/** Options of the directory of a profile. */
export interface ProvisionOptions
  extends Pick<OnboardProfileInput, 'layout' | 'nameCase' | 'mode' | 'foreignDirectories' | 'previousOwner'> {
  readonly reservedPath?: readonly string[]
}

/** Options of the list of a profile. */
export interface AttachOptions
  extends Pick<OnboardProfileInput, 'domainFileSystems' | 'maxCustomFileSystems' | 'checkFileSystem'> {
  readonly verify?: true
}

/** Path of the directory of a profile. */
export interface LayoutOptions extends Pick<OnboardProfileInput, 'layout' | 'nameCase'> {}

export function addLayoutOptions(command: Command): Command {
  return command
    .option('-l, --layout <template>', 'path of a directory (default: /{userProfileName})')
    .addOption(
      new Option('--name-case <spelling>', 'spelling of the name in it (default: as-stored)').choices([
        'as-stored',
        'lower',
      ]),
    )
}

export function addProvisionOptions(command: Command): Command {
  return addLayoutOptions(command)
    .option('--mode <octal>', 'permission bits of a directory (default: 0700)')
    .addOption(
      new Option(
        '--foreign-directories <reaction>',
        'an existing directory of another owner (default: refuse)',
      ).choices(['refuse', 'take-over']),
    )
    .addOption(
      new Option(
        '--previous-owner <reaction>',
        'a directory of an earlier user of the name (default: archive)',
      ).choices(['archive', 'refuse', 'adopt']),
    )
    .option('--reserved-path <paths...>', 'directories of several users, which no profile may get')
}

export function addAttachOptions(command: Command): Command {
  return addMaxOption(
    addCheckOption(
      command.addOption(
        new Option(
          '--domain-file-systems <choice>',
          'entries of the domain that a list would hide (default: copy)',
        ).choices(['copy', 'leave']),
      ),
    ),
  ).option('--verify', 'wait until each profile is InService again')
}

export function addCheckOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--check-file-system <choice>',
      'look first if the file system is in this account and Region (default: check)',
    ).choices(['check', 'skip']),
  )
}

export function addMaxOption(command: Command): Command {
  return command.option(
    '--max-custom-file-systems <count>',
    'most entries that SageMaker takes in a list (default: 10)',
    parseCount,
  )
}

export function provisionInput(options: ProvisionOptions) {
  const { layout, nameCase, mode, foreignDirectories, previousOwner, reservedPath } = options
  return given({ layout, nameCase, mode, foreignDirectories, previousOwner, reservedPaths: reservedPath })
}

export function attachInput({ domainFileSystems, verify, checkFileSystem, maxCustomFileSystems }: AttachOptions) {
  return given({ domainFileSystems, verify, checkFileSystem, maxCustomFileSystems })
}
