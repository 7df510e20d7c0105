import type { ListArchivesInput, ListArchivesOutput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import type { Ending } from '../../command/ending.js'
import { given } from '../../command/given.js'
import { read } from '../../command/reading.js'
import { type Session, say, show, wallTime } from '../../command/session.js'
import { commandLine, withOption } from '../../command/words.js'
import {
  type ArchiveOptions,
  addArchiveOptions,
  archiveDirectories,
  archiveInput,
} from '../../options/archive-options.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'

interface Options
  extends DirectoryOptions,
    ArchiveOptions,
    Pick<ListArchivesInput, 'olderThanDays' | 'uid' | 'limit' | 'after'> {
  readonly timeout?: number
}

export const archivesList: CommandSpec<readonly [], Options> = {
  usage: 'archives list',
  summary: 'list the directories of user profiles that left',
  description:
    'Reads the file system only. archives restore gives one back, archives purge deletes those that are old.',
  examples: [
    'archives list --directory-function my-directories',
    'archives list --domain d-abcdefghijkl --user-profile alice --mount-path /mnt/efs',
  ],
  writes: 'nothing',
  options: (command) =>
    addArchiveOptions(addDirectoryOptions(command))
      .option('--older-than-days <days>', 'only those that are in the archive for so long (default: 0)', parseCount)
      .option('--uid <id>', 'only those that this user id owns', parseCount)
      .option('--limit <count>', 'most archives (default: 1000)', parseCount)
      .option('--after <archive>', 'go on behind this one')
      .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, _, options) => {
    const { listArchives } = await import('@studio-efs/core')
    const { olderThanDays, uid, limit, after, timeout } = options
    const directories = await archiveDirectories(session, options)
    const context = { ...(await contextWith(session)), directories }
    const input = { ...archiveInput(options), ...given({ olderThanDays, uid, limit, after, timeoutMs: timeout }) }
    return read(session, {
      run: ({ signal }) => listArchives(context, { ...input, signal }),
      show: (output) => showArchives(session, output),
    })
  },
}

async function showArchives(session: Session, output: ListArchivesOutput): Promise<Ending> {
  const { archivesView, shownArchivesView } = await import('../../studio/archives-view.js')
  const style = { now: wallTime(session), width: session.io.stdout.columns }
  show(session, session.options.output === 'table' ? shownArchivesView(output, style) : archivesView(output))
  if (output.next !== undefined)
    say(session, `There are more:\n  ${commandLine(withOption(session.words, '--after', output.next))}`)
  return { kind: 'unchanged' }
}
