import { type CustomFileSystemConfig, userProfileKey } from '../fake-aws/state/sagemaker.js'
import type { FakeAwsState } from '../fake-aws/state/state.js'

/** An EFS entry of a `CustomFileSystemConfigs` list. */
export type EfsEntry = {
  readonly EFSFileSystemConfig: { readonly FileSystemId: string; readonly FileSystemPath?: string }
}

/** Builds an EFS entry of a `CustomFileSystemConfigs` list; without a path, EFS mounts the root. */
export function efsEntry(fileSystemId: string, fileSystemPath?: string): EfsEntry {
  const path = fileSystemPath === undefined ? {} : { FileSystemPath: fileSystemPath }
  return { EFSFileSystemConfig: { FileSystemId: fileSystemId, ...path } }
}

/** A fake AWS, or any other holder of its state. */
interface WithState {
  readonly state: FakeAwsState
}

type CustomFileSystems = readonly CustomFileSystemConfig[]

/** Reads the `CustomFileSystemConfigs` of a user profile; undefined when the profile or its list does not exist. */
export function profileFileSystems(
  { state }: WithState,
  { domainId, userProfileName }: { readonly domainId: string; readonly userProfileName: string },
): CustomFileSystems | undefined {
  const key = userProfileKey(domainId, userProfileName)
  return state.sagemaker.userProfiles.get(key)?.UserSettings?.CustomFileSystemConfigs
}

/** Default lists of a domain. */
export interface DomainFileSystems {
  /** For private spaces, from `DefaultUserSettings`; undefined when there is no list. */
  readonly private: CustomFileSystems | undefined
  /** For shared spaces, from `DefaultSpaceSettings`; undefined when there is no list. */
  readonly shared: CustomFileSystems | undefined
}

/** Reads the default `CustomFileSystemConfigs` of a domain. */
export function domainFileSystems({ state }: WithState, domainId: string): DomainFileSystems {
  const domain = state.sagemaker.domains.get(domainId)
  return {
    private: domain?.DefaultUserSettings.CustomFileSystemConfigs,
    shared: domain?.DefaultSpaceSettings?.CustomFileSystemConfigs,
  }
}
