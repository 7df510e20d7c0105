/** Commands by the operation of core that they run. */
const COMMANDS: Readonly<Record<string, string>> = {
  adoptDirectories: 'adopt',
  archiveLeavers: 'leavers',
  attachToProfile: 'attach',
  attachToSpaces: 'spaces attach',
  backfillProfiles: 'backfill',
  clearDomainDefault: 'default clear',
  createUserProfile: 'create-user',
  detachFromProfile: 'detach',
  detachFromSpaces: 'spaces detach',
  detachProfiles: 'detach',
  ensureFileSystemForDomain: 'ensure',
  listArchives: 'archives list',
  measureUsage: 'usage',
  offboardProfile: 'offboard',
  onboardProfile: 'onboard',
  provisionUserDirectory: 'provision',
  purgeArchives: 'archives purge',
  removeFileSystem: 'remove',
  reportIdentities: 'identities',
  restoreDirectory: 'archives restore',
  restoreFromBackup: 'archives restore-from-backup',
  setDomainDefault: 'default set',
}

/** The command that runs an operation; undefined if there is none. */
export function commandOf(operation: string): string | undefined {
  return COMMANDS[operation] && `studio-efs ${COMMANDS[operation]}`
}

/** A sentence of core with the command for each operation that it names. */
export function withCommands(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, (name) => commandOf(name) ?? name)
}
