/** Commands by the operation of core that they run. */
const COMMANDS: Readonly<Record<string, string>> = {
  attachToProfile: 'attach',
  backfillProfiles: 'backfill',
  clearDomainDefault: 'default clear',
  detachFromProfile: 'detach',
  ensureFileSystemForDomain: 'ensure',
  onboardProfile: 'onboard',
  provisionUserDirectory: 'provision',
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
