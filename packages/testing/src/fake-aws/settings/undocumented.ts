/** Choices where AWS's documents say nothing. Code that depends on one of them depends on a guess. */
export interface Undocumented {
  /** Error code of an update while the resource is not ready. Default `ResourceInUse`. */
  readonly notReadyError: 'ResourceInUse' | 'ValidationException'
  /** A nested settings structure replaces the stored one, or is merged into it. Default `replace`. */
  readonly nestedSettings: 'replace' | 'merge'
  /** Settings after an update that ends in `Update_Failed`. Default `old`. */
  readonly settingsAfterFailedUpdate: 'old' | 'new'
  /** An update of a resource that is `Delete_Failed`. Default `refuse`. */
  readonly updateAfterFailedDeletion: 'refuse' | 'accept'
  /** Creation of a profile or a space while the domain is `Updating`. Default `accept`. */
  readonly creationInUpdatingDomain: 'accept' | 'refuse'
  /** An update of a space while its app runs. Default `accept`. */
  readonly spaceUpdateBesideApp: 'accept' | 'refuse'
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
  notReadyError: 'ResourceInUse',
  nestedSettings: 'replace',
  settingsAfterFailedUpdate: 'old',
  updateAfterFailedDeletion: 'refuse',
  creationInUpdatingDomain: 'accept',
  spaceUpdateBesideApp: 'accept',
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
