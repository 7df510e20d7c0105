import type { MeasureUsageInput, MeasureUsageOutput } from '@studio-efs/core'
import { type Command, InvalidArgumentError } from 'commander'
import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import type { Ending } from '../../command/ending.js'
import { given } from '../../command/given.js'
import { read } from '../../command/reading.js'
import { type Session, say, show, wallTime } from '../../command/session.js'
import { commandLine, withOption } from '../../command/words.js'
import { parseCount, parseSeconds } from '../../options/common-options.js'
import { addLayoutOptions, type LayoutOptions } from '../../options/profile-options.js'

interface Options extends DirectoryOptions, LayoutOptions, Pick<MeasureUsageInput, 'since' | 'operationsPerSecond'> {
  readonly domain?: readonly string[]
  readonly fileSystem?: string
  readonly path?: readonly string[]
  readonly softLimit?: number
  readonly rows: number
  readonly timeout?: number
}

const GIB = 2 ** 30

export const usage: CommandSpec<readonly [], Options> = {
  usage: 'usage',
  summary: 'measure what the directory of each user takes, as EFS bills it',
  description:
    'Writes nothing but its measurements. Ends before its time limit; then it exits with 1, and prints the command that goes on. A dry run shows the measurements that there are.',
  examples: [
    'usage --domain d-abcdefghijkl --file-system fs-0123456789abcdef0 --directory-function my-directories',
    'usage --mount-path /mnt/efs --soft-limit 100 --output csv > usage.csv',
  ],
  writes: 'profiles',
  options: (command) => addUsageOptions(addDirectoryOptions(command)),
  run: async (session, _, options) => {
    const { measureUsage } = await import('@studio-efs/core')
    const directories = await directoriesFor(session, options)
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), directories }
    const since = options.since ?? new Date(wallTime(session)).toISOString()
    const input = { ...usageInput(options), since, dryRun: session.options.dryRun }
    return read(session, {
      run: (how) => measureUsage(context, { ...input, ...how }),
      show: (output) => showUsage(session, output, options.rows),
      // What was measured is kept, and belongs to the round that began then.
      again: withOption(session.words, '--since', String(since)),
    })
  },
}

function usageInput(options: Options) {
  const { domain, fileSystem, path, layout, nameCase, operationsPerSecond, softLimit, timeout } = options
  return {
    ...given({ domainIds: domain, fileSystemId: fileSystem, paths: path, timeoutMs: timeout }),
    ...given({ layout, nameCase, operationsPerSecond }),
    ...(softLimit !== undefined && { softLimitBytes: softLimit * GIB }),
  }
}

function addUsageOptions(command: Command): Command {
  return addLayoutOptions(
    command
      .option('-d, --domain <ids...>', 'also the directories of all profiles of these domains, claimed or not')
      .option('-f, --file-system <id>', 'compare with the size that EFS gives for it, fs-…')
      .option('-p, --path <paths...>', 'also these directories, such as /_shared'),
  )
    .option('--operations-per-second <count>', 'budget of file operations (default: 1000)', parseCount)
    .option('--soft-limit <GiB>', 'name the directories that hold more', parseGib)
    .option('--since <time>', 'go on with the round that began then, in ISO 8601')
    .option('--rows <count>', 'most rows of a table', parseCount, 40)
    .option('--timeout <seconds>', 'end before this time (default: 600)', parseSeconds)
}

function parseGib(text: string): number {
  if (/^0*[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number of GiB, at least 1.')
}

async function showUsage(session: Session, output: MeasureUsageOutput, rows: number): Promise<Ending> {
  const { io, options, words } = session
  const { usageChart, usageRows } = await import('../../studio/usage-view.js')
  show(session, options.output === 'table' ? usageChart(output, { width: io.stdout.columns, rows }) : usageRows(output))
  if (options.dryRun) return { kind: 'unchanged' }
  if (output.remaining > 0) say(session, `To go on:\n  ${commandLine(withOption(words, '--since', output.startedAt))}`)
  const isWhole = output.remaining === 0 && output.directories.every(({ outcome }) => outcome !== 'failed')
  return { kind: isWhole ? 'unchanged' : 'failed' }
}
