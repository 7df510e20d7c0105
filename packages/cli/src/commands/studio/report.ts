import type { CommandSpec } from '../../command/command-spec.js'
import { CannotStartError } from '../../command/ending.js'
import { say } from '../../command/session.js'
import { fileTrouble } from '../../io/file-trouble.js'
import { writeWholeFile } from '../../io/whole-file.js'
import { readEarlierStatus } from '../../studio/earlier-status.js'
import { endingOfStatus } from '../../studio/not-read.js'
import type { StudioDocument } from '../../studio/studio-document.js'
import { addStudioOptions, readStudio, type StudioOptions } from '../../studio/studio-options.js'

interface Options extends StudioOptions {
  readonly html: string
  readonly from?: string
  readonly earlier?: readonly string[]
}

export const report: CommandSpec<readonly [], Options> = {
  usage: 'report',
  summary: 'write the status as one HTML page, for a browser',
  description:
    'The page loads nothing from elsewhere. What could not be read is on it as a finding, and exits with 1. It does not replace a page until the new one is whole.',
  examples: [
    'report --html studio.html --file-system fs-0123456789abcdef0 --directory-function my-directories',
    'report --html studio.html --earlier status-2026-10.json status-2026-11.json',
    'report --html - > studio.html',
    'report --html studio.html --from status.json',
  ],
  writes: 'page',
  options: (command) =>
    addStudioOptions(command)
      .requiredOption('--html <file>', 'file of the page; - is standard output')
      .option('--from <file>', 'result of status --output json to draw in place of reading AWS; - is standard input')
      .option('--earlier <files...>', 'former results of status --output json, for usage over time'),
  run: async (session, _, options) => {
    const earlier = await Promise.all((options.earlier ?? []).map(readEarlierStatus))
    const { renderStudioPage } = await import('../../report/render-studio-page.js')
    const write = async (status: StudioDocument) => {
      const page = renderStudioPage(status, { earlier })
      if (options.html === '-') await session.io.stdout.write(page)
      else {
        await writeWholeFile(options.html, page).catch((error: Error) => {
          const reason = fileTrouble(error, options.html, 'write')
          throw new CannotStartError(`The page ${options.html} cannot be written: ${reason}. Name another file.`)
        })
        say(session, `page: ${options.html}`)
      }
    }
    if (options.from === undefined)
      return readStudio(session, options, async (status) => {
        await write(status)
        return endingOfStatus(session, status)
      })
    const { readSavedStatus } = await import('../../studio/saved-status.js')
    await write(await readSavedStatus(session, options.from))
    return { kind: 'unchanged' }
  },
}
