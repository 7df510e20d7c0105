import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesIn } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { read, showRead } from '../../command/reading.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'

interface Options extends DirectoryOptions {
  readonly rows: number
  readonly timeout?: number
}

export const identities: CommandSpec<readonly [fileSystemId: string], Options> = {
  usage: 'identities <file-system-id>',
  summary: 'show which uid each user profile acts as, and which are shared or repeated',
  description:
    'Makes one request for each user profile of the Region. Findings are no failure. With a place of the directories, it compares with the uids that were given.',
  examples: ['identities fs-0123456789abcdef0 --directory-function my-directories'],
  writes: 'nothing',
  options: (command) =>
    addDirectoryOptions(command)
      .option('--rows <count>', 'most rows of a table', parseCount, 40)
      .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [fileSystemId], { rows, timeout, ...place }) => {
    const { reportIdentities } = await import('@studio-efs/core')
    const { identitiesView, shownIdentitiesView } = await import('../../studio/identities-view.js')
    const { directories } = await directoriesIn(session, { ...place, fileSystem: fileSystemId })
    const context = { ...(await contextWith(session, 'sagemaker')), ...given({ directories }) }
    const input = { fileSystemId, ...given({ timeoutMs: timeout }) }
    return read(session, {
      run: ({ signal }) => reportIdentities(context, { ...input, signal }),
      show: (output) =>
        showRead(
          session,
          session.options.output === 'table' ? shownIdentitiesView(output, rows) : identitiesView(output),
        ),
    })
  },
}
