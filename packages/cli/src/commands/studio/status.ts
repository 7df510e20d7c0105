import type { CommandSpec } from '../../command/command-spec.js'
import { show } from '../../command/session.js'
import { parseCount } from '../../options/common-options.js'
import { endingOfStatus } from '../../studio/not-read.js'
import { statusHints } from '../../studio/status-hints.js'
import { shownStatusView, statusView } from '../../studio/status-view.js'
import { addStudioOptions, readStudio, type StudioOptions } from '../../studio/studio-options.js'

interface Options extends StudioOptions {
  readonly rows: number
}

export const status: CommandSpec<readonly [], Options> = {
  usage: 'status',
  summary: 'show who has what: profiles, domains, file systems, directories, spaces, and what does not fit',
  description:
    'Makes one request for each profile and space, about five a second. Findings are no failure; what could not be read is, and exits with 1.',
  examples: [
    'status --domain d-abcdefghijkl --file-system fs-0123456789abcdef0 --directory-function my-directories',
    'status --list',
    'status --output json > status.json',
  ],
  writes: 'nothing',
  options: (command) => addStudioOptions(command).option('--rows <count>', 'most rows of a table', parseCount, 40),
  run: (session, _, options) =>
    readStudio(session, options, (read) => {
      show(
        session,
        session.options.output === 'table'
          ? shownStatusView(read, { rows: options.rows, hints: statusHints(read, options) })
          : statusView(read),
      )
      return endingOfStatus(session, read)
    }),
}
