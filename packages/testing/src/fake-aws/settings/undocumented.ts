/** Choices where AWS's documents say nothing. Code that depends on one of them depends on a guess. */
export interface Undocumented {
  /**
   * Milliseconds of the fake's clock until Describe and List find a domain, user profile or space that was created. AWS's
   * CloudFormation handlers wait 5 seconds for it. Default 500.
   */
  readonly visibilityDelay: number
  /** Error code of an update while the resource is not ready. Default `ResourceInUse`. */
  readonly notReadyError: 'ResourceInUse' | 'ValidationException'
  /** A nested structure in settings of a domain or profile replaces the stored one, or is merged into it. Default `replace`. */
  readonly nestedSettings: 'replace' | 'merge'
  /** The same in `SpaceSettings`: AWS's own VS Code toolkit relies on a deep merge. Default `merge`. */
  readonly nestedSpaceSettings: 'merge' | 'replace'
  /** Settings after an update that ends in `Update_Failed`. Default `old`. */
  readonly settingsAfterFailedUpdate: 'old' | 'new'
  /** An update of a resource that is `Delete_Failed`. Default `refuse`. */
  readonly updateAfterFailedDeletion: 'refuse' | 'accept'
  /** Creation of a profile or a space while the domain is `Updating`. Default `accept`. */
  readonly creationInUpdatingDomain: 'accept' | 'refuse'
  /** An update of a space while its app is `InService`. Default `refuse`. */
  readonly spaceUpdateBesideApp: 'refuse' | 'accept'
  /** A space that lists a file system which its profile, or for a shared space its domain, does not offer. Default `refuse`. */
  readonly unofferedFileSystems: 'refuse' | 'accept'
  /** UpdateSpace with the `AppType` that the space has. Another one is always refused. Default `refuse`. */
  readonly resentAppType: 'refuse' | 'accept-same'
  /** Error code of CreateUserProfile and CreateSpace in an unknown domain or for an unknown owner. Default `ResourceNotFound`. */
  readonly unknownOwnerError: 'ResourceNotFound' | 'ValidationException'
  /** Describe fills in settings that were not sent, such as `AutoMountHomeEFS`, or shows those that were. Default `filled-in`. */
  readonly settingsNotSent: 'filled-in' | 'left-out'
  /** Creation of a domain whose `DefaultUserSettings` are empty: accepted, or ends in `Failed`. Default `accept`. */
  readonly emptyUserSettings: 'accept' | 'fail'
  /** CreateDomain with `DefaultSpaceSettings` but without their role, which UpdateDomain refuses. Default `accept`. */
  readonly createdSpaceDefaultsWithoutRole: 'accept' | 'refuse'
  /** Spaces whose names differ in case only: one space, or two. Profiles are always one. Default `one`. */
  readonly spaceNamesInOtherCase: 'one' | 'two'
  /** Spelling in which names of profiles and spaces are stored, listed and written in ARNs. Default `as-created`. */
  readonly nameCase: 'as-created' | 'lower-case'
  /** Two entries with one file-system id in `CustomFileSystemConfigs`. Default `accept`. */
  readonly duplicateFileSystems: 'accept' | 'refuse'
  /** Maximum length of `CustomFileSystemConfigs`: 10 by the API model, 2 by CloudFormation's documents. Default 10. */
  readonly customFileSystemLimit: number
  /** EFS file systems in settings: any id, or only those that exist with a mount target. Default `accept-any`. */
  readonly configuredFileSystems: 'accept-any' | 'must-exist'
  /** An update that sends the stored `ExecutionRole` again, while apps run. Default `no-change`. */
  readonly resentExecutionRole: 'no-change' | 'change'
  /** Domains that get the two NFS security groups. Default `always`. */
  readonly nfsSecurityGroups: 'always' | 'with-home-file-system' | 'never'
  /** `lustre`: also ports 988 and 1018-1023, as in newer domains. `nfs`: port 2049 only. Default `lustre`. */
  readonly nfsSecurityGroupRules: 'lustre' | 'nfs'
  /** Member that holds the message of errors outside the service model. Default `message`. */
  readonly unmodelledErrorMember: 'Message' | 'message'
  /** `EFSFileSystemConfig` in CloudTrail: `eFSFileSystemConfig` or `efsFileSystemConfig`. Default `first-letter`. */
  readonly cloudTrailAcronyms: 'first-letter' | 'whole-acronym'
  /** CloudTrail's record of a call that took effect and was answered with an error. Default `failure`. */
  readonly recordOfLostReply: 'failure' | 'success'
  /** DescribeFileSystems with a creation token that no file system has. Default `empty-list`. */
  readonly unknownCreationToken: 'empty-list' | 'not-found'
  /** A mount target for a subnet that has one: `MountTargetConflict`, or the existing one. Default `conflict`. */
  readonly repeatedMountTarget: 'conflict' | 'existing'
  /** Maximum number of security groups of a mount target: 5 in the EFS quotas; the API's page says the account's quota. Default 5. */
  readonly mountTargetSecurityGroupLimit: number
  /** A security group that is listed twice for a mount target: refused, or used once. Default `refuse`. */
  readonly repeatedSecurityGroups: 'refuse' | 'once'
  /** Deletion of an EFS resource that is `deleting`: accepted without effect, or not found. Default `accept`. */
  readonly repeatedDeletion: 'accept' | 'not-found'
  /** Access points are deleted with their file system, or prevent its deletion. Default `deleted`. */
  readonly accessPointsOfDeletedFileSystem: 'deleted' | 'in-use'
  /** Milliseconds until LookupEvents finds an event; the documents say about 5 minutes on average. Default 0. */
  readonly eventHistoryDelay: number
  /** `Resources` of LookupEvents: those named in the call's parameters, or none. Default `from-names`. */
  readonly eventHistoryResources: 'from-names' | 'none'
}

export const defaultChoices: Undocumented = {
  visibilityDelay: 500,
  notReadyError: 'ResourceInUse',
  nestedSettings: 'replace',
  nestedSpaceSettings: 'merge',
  settingsAfterFailedUpdate: 'old',
  updateAfterFailedDeletion: 'refuse',
  creationInUpdatingDomain: 'accept',
  spaceUpdateBesideApp: 'refuse',
  unofferedFileSystems: 'refuse',
  resentAppType: 'refuse',
  unknownOwnerError: 'ResourceNotFound',
  settingsNotSent: 'filled-in',
  emptyUserSettings: 'accept',
  createdSpaceDefaultsWithoutRole: 'accept',
  spaceNamesInOtherCase: 'one',
  nameCase: 'as-created',
  duplicateFileSystems: 'accept',
  customFileSystemLimit: 10,
  configuredFileSystems: 'accept-any',
  resentExecutionRole: 'no-change',
  nfsSecurityGroups: 'always',
  nfsSecurityGroupRules: 'lustre',
  unmodelledErrorMember: 'message',
  cloudTrailAcronyms: 'first-letter',
  recordOfLostReply: 'failure',
  unknownCreationToken: 'empty-list',
  repeatedMountTarget: 'conflict',
  mountTargetSecurityGroupLimit: 5,
  repeatedSecurityGroups: 'refuse',
  repeatedDeletion: 'accept',
  accessPointsOfDeletedFileSystem: 'deleted',
  eventHistoryDelay: 0,
  eventHistoryResources: 'from-names',
}
