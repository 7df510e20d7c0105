import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '@studio-efs/core/directories'
import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import { type Environment, type InvalidConfigurationError, type Parsed, parseSettings } from './parse-settings.js'
import { oneOf, withDefault } from './setting.js'

/** The file system as it is mounted on the function itself. */
export const mountSettings = {
  mountPath: withDefault(['STUDIO_EFS_MOUNT_PATH'], '/mnt/efs', (value, variable) =>
    value.startsWith('/')
      ? ok(value)
      : err(
          new InvalidInputError({
            field: variable,
            allowed: 'an absolute path, for example /mnt/efs',
            received: quoteForMessage(value),
          }),
        ),
  ),
  /** `not-required` accepts an ordinary directory, for trying things out. */
  mountPoint: withDefault(['STUDIO_EFS_MOUNT_POINT'], 'required', oneOf('required', 'not-required')),
}

export const provisionDirectoriesSettings = {
  /** The function touches nothing outside this directory of the file system. */
  root: withDefault<FileSystemPath, FileSystemPath>(['STUDIO_EFS_ROOT'], ROOT_PATH, parseFileSystemPath),
  ...mountSettings,
}

/** Configuration of the function `provision-directories`, from its environment. */
export type ProvisionDirectoriesConfiguration = Parsed<typeof provisionDirectoriesSettings>

/** Parses the environment of the function `provision-directories`; reports all problems at once. */
export function parseProvisionDirectoriesConfiguration(
  environment: Environment,
): Result<ProvisionDirectoriesConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, provisionDirectoriesSettings)
}
