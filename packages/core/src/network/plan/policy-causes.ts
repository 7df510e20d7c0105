import type { Replication } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { type ClientAccess, type ClientAction, clientAccess } from './client-access.js'

// Causes in the settings of a file system: the one place that decides them, for ensureFileSystemForDomain and diagnose.

/** An action that spaces need and that a policy may keep from them. */
export interface RefusedAction {
  /** `elasticfilesystem:ClientMount` or `elasticfilesystem:ClientWrite`. */
  readonly action: string
  readonly access: Exclude<ClientAccess, 'allowed'>
}

const NEEDED = ['ClientMount', 'ClientWrite'] as const satisfies readonly ClientAction[]

/** The first needed action that clients without IAM and TLS do not surely get; undefined for a policy that admits them. */
export function refusedAction(policy: string): RefusedAction | undefined {
  const all = NEEDED.map((name) => ({ action: `elasticfilesystem:${name}`, access: clientAccess(policy, name) }))
  const refused = all.filter((one): one is RefusedAction => one.access !== 'allowed')
  return refused.find(({ access }) => access !== 'uncertain') ?? refused[0]
}

/** The file system that this one is a read-only copy of; undefined where it is none. */
export function replicaOf(replications: readonly Replication[], fileSystemId: FileSystemId): FileSystemId | undefined {
  return replications.find(({ destinations }) => destinations.some((one) => one.fileSystemId === fileSystemId))
    ?.sourceFileSystemId
}
