export {
  FileSystemListedError,
  InvalidStudioEfsPropsError,
  MissingPartError,
  OtherDomainError,
  SecondStudioEfsError,
  TooManyFileSystemsError,
} from './errors.js'
export type { StudioEfsMetric } from './metrics.js'
export { DomainFileSystem, type DomainFileSystemProps } from './mixins/domain-file-system.js'
export { UserProfileFileSystem, type UserProfileFileSystemProps } from './mixins/user-profile-file-system.js'
export type { StudioEfsProps } from './props/studio-efs-props.js'
export { StudioEfs } from './studio-efs.js'
