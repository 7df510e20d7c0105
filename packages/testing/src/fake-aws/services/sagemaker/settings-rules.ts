import type { StudioSettings } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import { presentMembers } from '../../wire/wire.js'
import type { World } from '../../world/world.js'

type Settings = StudioSettings | null | undefined

/** Returns the settings after an update: keys that were sent replace the stored ones, the other keys stay. */
export function mergeSettings(world: World, stored: StudioSettings | undefined, sent: StudioSettings): StudioSettings {
  const changes = presentMembers(sent)
  if (world.settings.undocumented.nestedSettings === 'replace') return { ...stored, ...changes }
  return mergeDeep(stored ?? {}, changes)
}

type Structure = Readonly<Record<string, unknown>>

/** Returns the settings of a space after an update, as `mergeSettings` does for a domain or profile. */
export function mergeSpaceSettings(world: World, stored: Structure | undefined, sent: Structure): Structure {
  const changes = presentMembers(sent)
  if (world.settings.undocumented.nestedSpaceSettings === 'replace') return { ...stored, ...changes }
  return mergeDeep(stored ?? {}, changes)
}

/** Structures are merged at every depth; lists and values replace what was stored. */
function mergeDeep(stored: Structure, sent: Structure): Structure {
  const merged = Object.entries(presentMembers(sent)).map(([key, value]) => {
    const before = stored[key]
    return [key, isStructure(before) && isStructure(value) ? mergeDeep(before, value) : value]
  })
  return { ...stored, ...Object.fromEntries(merged) }
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Checks a list of custom file systems against the rules that the service model does not contain. */
export function checkFileSystems(world: World, settings: Settings, path: string): void {
  const configs = settings?.CustomFileSystemConfigs ?? []
  const { customFileSystemLimit: limit, duplicateFileSystems, configuredFileSystems } = world.settings.undocumented
  if (configs.length > limit) {
    throw validationError(
      `1 validation error detected: Value '${JSON.stringify(configs)}' at '${path}.customFileSystemConfigs' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    )
  }
  const ids = configs.flatMap(({ EFSFileSystemConfig: efs }) => (efs ? [efs.FileSystemId] : []))
  if (duplicateFileSystems === 'refuse' && new Set(ids).size < ids.length) {
    throw validationError(`Duplicate file systems at '${path}.customFileSystemConfigs'.`)
  }
  if (configuredFileSystems === 'must-exist') for (const id of ids) checkMountable(world, id)
}

function checkMountable(world: World, fileSystemId: string): void {
  const { fileSystems, mountTargets } = world.state.efs
  const isMounted = [...mountTargets.values()].some((target) => target.FileSystemId === fileSystemId)
  if (fileSystems.has(fileSystemId) && isMounted) return
  throw validationError(`File system ${fileSystemId} does not exist or has no mount target.`)
}

export function checkSpaceDefaults(settings: Settings): void {
  if (settings == null || settings.ExecutionRole != null) return
  throw validationError('ExecutionRole is required in DefaultSpaceSettings.')
}

/** Refuses a POSIX user in an update: it is set at creation, for a domain until it has profiles. */
export function refusePosixUser(settings: Settings, why: string): void {
  if (settings?.CustomPosixUserConfig == null) return
  throw validationError(`CustomPosixUserConfig cannot be updated${why}.`)
}
