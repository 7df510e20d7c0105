/** Choices that AWS's documents do not make. Code that depends on one of them depends on a guess. */
export interface Undocumented {
  /** What an update of a resource that is not ready is refused with. Default `ResourceInUse`. */
  readonly notReadyError: 'ResourceInUse' | 'ValidationException'
  /** Whether a nested settings structure replaces the stored one or is merged into it. Default `replace`. */
  readonly nestedSettings: 'replace' | 'merge'
  /** Which settings an update that ends in `Update_Failed` leaves behind. Default `old`. */
  readonly settingsAfterFailedUpdate: 'old' | 'new'
  /** Whether a resource whose deletion failed can be updated. Default `refuse`. */
  readonly updateAfterFailedDeletion: 'refuse' | 'accept'
  /** A profile or a space made in a domain that is being updated. Default `accept`. */
  readonly creationInUpdatingDomain: 'accept' | 'refuse'
  /** An update of a space while its app runs. Default `accept`. */
  readonly spaceUpdateBesideApp: 'accept' | 'refuse'
  /** How a profile's or space's name is stored, and so listed and written in ARNs. Default `as-created`. */
  readonly nameCase: 'as-created' | 'lower-case'
  /** Two entries with one file-system id in `CustomFileSystemConfigs`. Default `accept`. */
  readonly duplicateFileSystems: 'accept' | 'refuse'
  /** Longest `CustomFileSystemConfigs`: 10 by the API model, 2 by CloudFormation's documents. Default 10. */
  readonly customFileSystemLimit: number
  /** Whether configured EFS file systems must exist, with a mount target, in the fake. Default `accept-any`. */
  readonly configuredFileSystems: 'accept-any' | 'must-exist'
  /** Whether sending the stored `ExecutionRole` again counts as a change while apps run. Default `no-change`. */
  readonly resentExecutionRole: 'no-change' | 'change'
  /** When a domain gets its two NFS security groups. Default `always`. */
  readonly nfsSecurityGroups: 'always' | 'with-home-file-system' | 'never'
  /** `lustre`: also ports 988 and 1018-1023, as newer domains have. `nfs`: port 2049 only. Default `lustre`. */
  readonly nfsSecurityGroupRules: 'lustre' | 'nfs'
  /** Member that carries the message of errors outside the service model. Default `message`. */
  readonly unmodelledErrorMember: 'Message' | 'message'
  /** `EFSFileSystemConfig` in CloudTrail: `eFSFileSystemConfig` or `efsFileSystemConfig`. Default `first-letter`. */
  readonly cloudTrailAcronyms: 'first-letter' | 'whole-acronym'
  /** What CloudTrail records of a call that took effect and was answered with an error. Default `failure`. */
  readonly recordOfLostReply: 'failure' | 'success'
  /** DescribeFileSystems with a creation token that no file system has. Default `empty-list`. */
  readonly unknownCreationToken: 'empty-list' | 'not-found'
  /** A mount target for a subnet that has one: `MountTargetConflict`, or the existing one. Default `conflict`. */
  readonly repeatedMountTarget: 'conflict' | 'existing'
  /** Most security groups of a mount target: 5 by the EFS quotas, by the API the account's quota. Default 5. */
  readonly mountTargetSecurityGroupLimit: number
  /** A security group that is given twice for a mount target: refused, or taken once. Default `refuse`. */
  readonly repeatedSecurityGroups: 'refuse' | 'once'
  /** Deleting in EFS what is being deleted: accepted without effect, or not found. Default `accept`. */
  readonly repeatedDeletion: 'accept' | 'not-found'
  /** Whether access points go with their file system, or keep it from being deleted. Default `deleted`. */
  readonly accessPointsOfDeletedFileSystem: 'deleted' | 'in-use'
  /** Milliseconds until LookupEvents finds an event; the documents say about 5 minutes on average. Default 0. */
  readonly eventHistoryDelay: number
  /** Whether LookupEvents names the `Resources` that a call's parameters name, or none. Default `from-names`. */
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
