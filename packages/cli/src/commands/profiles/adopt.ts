import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { addLayoutOptions, type LayoutOptions } from '../../options/profile-options.js'
import { addManyOptions, addResumeOption, type ManyOptions } from '../../options/run-options.js'
import { adoptionView, foundNotes } from '../../runs/adoption-view.js'
import { runItems } from '../../runs/run-items.js'

interface Options extends ManyOptions, LayoutOptions, DirectoryOptions {
  readonly fileSystem: string
  readonly reservedPath?: readonly string[]
}

export const adopt: CommandSpec<readonly [], Options> = {
  usage: 'adopt',
  summary: 'claim the directories that profiles had before this program kept claims',
  description:
    'Makes, moves and repairs nothing: a directory of the owner of its profile is claimed as it is. A dry run lists every case.',
  examples: [
    'adopt --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --directory-function my-directories --dry-run',
  ],
  writes: 'profiles',
  options: (command) =>
    addResumeOption(
      addManyOptions(
        addLayoutOptions(
          addDirectoryOptions(command.requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')),
        ).option('--reserved-path <paths...>', 'directories of several users, which no profile may get'),
      ),
    ),
  run: async (session, _, options) => {
    const { adoptDirectories } = await import('@studio-efs/core')
    const context = {
      ...(await contextWith(session, 'sagemaker')),
      directories: await directoriesFor(session, options),
    }
    const { fileSystem, domain, concurrency, timeout, layout, nameCase, reservedPath } = options
    const input = {
      fileSystemId: fileSystem,
      ...given({ domainIds: domain, concurrency, timeoutMs: timeout }),
      ...given({ layout, nameCase, reservedPaths: reservedPath }),
    }
    const start = (how: object) => adoptDirectories(context, { ...input, ...how })
    return runItems(session, { view: adoptionView, done: 'adopted', start, notes: foundNotes }, options)
  },
}
