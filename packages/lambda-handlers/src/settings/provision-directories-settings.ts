import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '@studio-efs/core/directories'
import type { Result } from 'neverthrow'
import type { InvalidConfigurationError } from './invalid-configuration-error.js'
import { mountSettings } from './mount-settings.js'
import { type Environment, type Parsed, parseSettings } from './parse-settings.js'
import { withDefault } from './setting.js'

export const provisionDirectoriesSettings = {
  /** The function touches nothing outside this directory of the file system. */
  root: withDefault<FileSystemPath, FileSystemPath>(['STUDIO_EFS_ROOT'], ROOT_PATH, parseFileSystemPath),
  ...mountSettings,
}

export type ProvisionDirectoriesConfiguration = Parsed<typeof provisionDirectoriesSettings>

export function parseProvisionDirectoriesConfiguration(
  environment: Environment,
): Result<ProvisionDirectoriesConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, provisionDirectoriesSettings)
}
