import type { Command } from 'commander'
import { defaultReport } from '../runs/report-name.js'
import type { RunOptions } from '../runs/run-items.js'
import { parseCount, parseSeconds } from './common-options.js'

/** Options of every command over many profiles or spaces. */
export interface ManyOptions extends RunOptions {
  readonly domain?: readonly string[]
  readonly concurrency?: number
  readonly timeout?: number
}

export function addManyOptions(command: Command, item = 'profile'): Command {
  const path = [command.parent?.parent ? command.parent.name() : '', command.name()].join(' ').trim()
  return command
    .option('-d, --domain <ids...>', 'one domain or several (default: every domain of the Region)')
    .option('--concurrency <calls>', 'calls to AWS at once (default: 16)', parseCount)
    .option('--timeout <seconds>', 'end before this time (default: no limit)', parseSeconds)
    .option('--rows <count>', 'most rows of a table', parseCount, 40)
    .option('--report <file>', `outcome of each ${item}, as JSON (default: ${defaultReport(path)}; none of a dry run)`)
}

export function addResumeOption(command: Command): Command {
  return command.option('--resume <report>', 'go on with the run that wrote this report')
}
