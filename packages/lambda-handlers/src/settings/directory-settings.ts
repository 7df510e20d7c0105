import { type FunctionName, parseFunctionName } from '@studio-efs/core'
import type { ConfigurationProblem } from './invalid-configuration-error.js'
import { mountSettings } from './mount-settings.js'
import type { Environment, Parsed } from './parse-settings.js'
import { withDefault } from './setting.js'

/** Where directories are made: by another function, which mounts the file system, or on a mount of this one. */
export const directorySettings = {
  directoryFunction: withDefault<FunctionName, undefined>(
    ['STUDIO_EFS_DIRECTORY_FUNCTION'],
    undefined,
    parseFunctionName,
  ),
  ...mountSettings,
}

export type DirectoryConfiguration = Parsed<typeof directorySettings>

/** With both, one of them would go unused, and directories would be made where nobody looks. */
export function oneDriver(
  { directoryFunction }: Partial<DirectoryConfiguration>,
  environment: Environment,
): readonly ConfigurationProblem[] {
  if (directoryFunction === undefined) return []
  return Object.values(mountSettings)
    .map(({ variables: [variable] }) => variable)
    .filter((variable) => (environment[variable] ?? '') !== '')
    .map((variable) => ({ variable, problem: 'has no meaning together with STUDIO_EFS_DIRECTORY_FUNCTION' }))
}
