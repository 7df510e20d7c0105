/** Commands by the operation of core that they run. */
const COMMANDS: Readonly<Record<string, string>> = {
  adoptDirectories: 'adopt',
  archiveLeavers: 'leavers',
  attachToProfile: 'attach',
  attachToSpaces: 'spaces attach',
  backfillProfiles: 'backfill',
  clearDomainDefault: 'default clear',
  createUserProfile: 'create-user',
  // No command has its whole report; the checks of this one name the same obstacles.
  describeSharing: 'diagnose',
  describeStudio: 'status',
  detachFromProfile: 'detach',
  detachFromSpaces: 'spaces detach',
  detachProfiles: 'detach',
  ensureFileSystemForDomain: 'ensure',
  listArchives: 'archives list',
  measureUsage: 'usage',
  offboardProfile: 'offboard',
  onboardProfile: 'onboard',
  onboardProfiles: 'backfill',
  provisionUserDirectory: 'provision',
  purgeArchives: 'archives purge',
  removeFileSystem: 'remove',
  replayCloudTrail: 'replay',
  reportIdentities: 'identities',
  restoreDirectory: 'archives restore',
  restoreFromBackup: 'archives restore-from-backup',
  setDomainDefault: 'default set',
  shareAcrossVpcDomains: 'share',
  unshareAcrossVpcDomains: 'unshare',
}

/** The command that runs an operation; undefined if there is none. */
export function commandOf(operation: string): string | undefined {
  return Object.hasOwn(COMMANDS, operation) ? `studio-efs ${COMMANDS[operation]}` : undefined
}

/** Options by the field of core that they set. */
const OPTIONS: Readonly<Record<string, string>> = {
  accountId: 'account-id',
  checkFileSystem: 'check-file-system',
  deleteData: 'delete-data',
  domainFileSystems: 'domain-file-systems',
  domainId: 'domain',
  domainIds: 'domain',
  dryRun: 'dry-run',
  executionRole: 'execution-role',
  fileSystemId: 'file-system',
  fileSystemPath: 'path',
  fileSystemPolicy: 'file-system-policy',
  foreignDirectories: 'foreign-directories',
  includeDomainIds: 'include-domain',
  maxSecurityGroups: 'max-security-groups',
  maxShare: 'max-share',
  missingSecurityGroup: 'missing-security-group',
  previousOwner: 'previous-owner',
  recoveryFolder: 'recovery-folder',
  reachProfiles: 'reach-profiles',
  running: 'running',
  scope: 'scope',
  securityGroupId: 'security-group',
  spaceName: 'space',
  spaceNames: 'space',
  subnetIds: 'subnet',
  timeoutMs: 'timeout',
  uncertainOwner: 'uncertain-owner',
  userProfileName: 'user-profile',
  whileListed: 'while-listed',
}

/** The option of this field, whichever command takes it. */
export function optionOf(field: string): string | undefined {
  return Object.hasOwn(OPTIONS, field) ? `--${OPTIONS[field]}` : undefined
}

/** A word that stands alone: no part of a path, of an id or of a longer name. */
const WORD = String.raw`(?<![\w./{-])([a-z]+(?:[A-Z][a-z]*)+|running|scope)\b(?![\w}/-])`
/** `whileListed: 'remove'`, `set whileListed to 'remove'` and `scope 'shared'`. */
const SETTING = new RegExp(
  String.raw`(?:\b([Ss]et|say) )?${WORD}(?:(?::| to)? '([\w-]+)'(?: or '([\w-]+)')?)?(?:'s\b)?`,
  'g',
)

export type NameField = (field: string) => string | undefined

/** Core's names of operations and settings as the commands and options that the reader has. */
export function withCommands(text: string, nameField: NameField = optionOf): string {
  return text.replaceAll(SETTING, (found, ...[verb, name = '', value, other]: (string | undefined)[]) => {
    const command = commandOf(name)
    if (command !== undefined && value === undefined) return `${verb === undefined ? '' : `${verb} `}${command}`
    const option = nameField(name) ?? optionOf(name)
    if (option === undefined || (value === undefined && !/[A-Z]/.test(name))) return found
    const start = verb === undefined ? '' : `${value === undefined ? verb : verb === 'Set' ? 'Add' : 'add'} `
    return `${start}${option}${value === undefined ? '' : ` ${value}`}${other === undefined ? '' : ` or ${other}`}`
  })
}
