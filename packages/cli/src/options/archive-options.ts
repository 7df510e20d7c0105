import type { Command } from 'commander'
import { given } from '../command/given.js'

/** Options that choose archives. */
export interface ArchiveOptions {
  readonly domain?: string
  readonly userProfile?: string
}

export function addArchiveOptions(command: Command): Command {
  return command
    .option('-d, --domain <id>', 'only those of this domain (default: every domain)')
    .option('-u, --user-profile <name>', 'only those of user profiles of this name (default: every name)')
}

export function archiveInput({ domain, userProfile }: ArchiveOptions) {
  return given({ domainId: domain, userProfileName: userProfile })
}
