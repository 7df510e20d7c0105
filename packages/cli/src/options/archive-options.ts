import type { DirectoryDriver } from '@studio-efs/core/directories'
import type { Command } from 'commander'
import { type DirectoryOptions, directoriesFor } from '../aws/directories.js'
import { given } from '../command/given.js'
import type { Session } from '../command/session.js'

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

/** The driver that the options name, or that of the only stack whose directories are meant. */
export function archiveDirectories(
  session: Session,
  { domain, ...place }: ArchiveOptions & DirectoryOptions,
): Promise<DirectoryDriver> {
  return directoriesFor(session, place, domain)
}
