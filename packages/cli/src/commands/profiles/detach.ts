import type { DetachProfilesInput, DetachSummary } from '@studio-efs/core'
import { Option } from 'commander'
import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { CannotStartError } from '../../command/ending.js'
import { given } from '../../command/given.js'
import type { Session } from '../../command/session.js'
import { addManyOptions, addResumeOption, type ManyOptions } from '../../options/run-options.js'
import { perform } from '../../plans/perform.js'
import { profileView } from '../../runs/profile-view.js'
import { runItems } from '../../runs/run-items.js'
import { stillListedNotes } from '../../view/still-listed.js'

interface Options extends ManyOptions, Pick<DetachProfilesInput, 'domainFileSystems'> {
  readonly fileSystem: string
  readonly userProfile?: string
  readonly path?: string
  readonly verify?: true
}

export const detach: CommandSpec<readonly [], Options> = {
  usage: 'detach',
  summary: 'take the file system off the lists of user profiles',
  description: 'Every other entry of a list stays, and so do directories and their contents.',
  examples: [
    'detach --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --dry-run',
    'detach --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --user-profile alice',
  ],
  writes: 'profiles',
  options: (command) =>
    addResumeOption(
      addManyOptions(
        command
          .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
          .option('-u, --user-profile <name>', 'only this one, of one domain')
          .option('-p, --path <path>', 'only an entry with this path (default: any path)')
          .addOption(
            new Option(
              '--domain-file-systems <choice>',
              "a list with only the domain's entries left (default: leave)",
            ).choices(['leave', 'restore']),
          )
          .option('--verify', 'wait until each profile is InService again'),
      ),
    ),
  run: async (session, _, options) => {
    const { fileSystem, path, domainFileSystems, verify } = options
    const entry = { fileSystemId: fileSystem, ...given({ fileSystemPath: path, domainFileSystems, verify }) }
    return options.userProfile === undefined ? detachMany(session, entry, options) : detachOne(session, entry, options)
  },
}

type Entry = Pick<DetachProfilesInput, 'fileSystemId' | 'fileSystemPath' | 'domainFileSystems' | 'verify'>

async function detachMany(session: Session, entry: Entry, options: Options) {
  const { detachProfiles } = await import('@studio-efs/core')
  const context = await contextWith(session, 'sagemaker')
  const { domain, concurrency, timeout } = options
  const input = { ...entry, ...given({ domainIds: domain, concurrency, timeoutMs: timeout }) }
  const start = (how: object) => detachProfiles(context, { ...input, ...how })
  const notes = ({ stillListedBy, dryRun }: DetachSummary) =>
    stillListedNotes({ fileSystemId: entry.fileSystemId, stillListedBy, dryRun })
  return runItems(session, { view: profileView, done: 'detached', start, notes }, options)
}

async function detachOne(session: Session, entry: Entry, { domain, userProfile = '', timeout, resume }: Options) {
  const [domainId, ...others] = domain ?? []
  if (domainId === undefined || others.length > 0)
    throw new CannotStartError('A user profile is of one domain: give --user-profile one --domain.')
  if (resume !== undefined)
    throw new CannotStartError('--resume is for a run over many profiles: leave out --user-profile.')
  const { detachFromProfile } = await import('@studio-efs/core')
  const context = await contextWith(session, 'sagemaker')
  const input = { domainId, userProfileName: userProfile, ...entry, ...given({ timeoutMs: timeout }) }
  return perform(session, {
    run: (how) => detachFromProfile(context, { ...input, ...how }),
    result: ({ changes: _, ...rest }) => rest,
    notes: ({ stillListedBy }, dryRun) => stillListedNotes({ fileSystemId: entry.fileSystemId, stillListedBy, dryRun }),
    consent: { kind: 'none' },
  })
}
