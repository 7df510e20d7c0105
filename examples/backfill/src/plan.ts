import { type CustomFileSystemConfig, formatMode, type ProfileOutcome } from '@studio-efs/core'
import Table from 'cli-table3'
import type { Connection } from './connect.js'
import type { ExitStatus } from './main.js'
import type { Options } from './options.js'
import { runBackfill } from './run.js'
import { failureLine, nameOf, statusOf, summaryLines } from './summary.js'

/** Shows what `apply` would do. */
export async function plan(connection: Connection, options: Options): Promise<ExitStatus> {
  const table = new Table({
    head: ['profile', 'directory', 'file systems'],
    style: { head: [], border: [], compact: true },
  })
  const notes: string[] = []
  let changing = 0
  const summary = await runBackfill(connection, options, { dryRun: true }, (outcome) => {
    if (outcome.outcome === 'onboarded') {
      changing += 1
      if (changing <= options.rows) table.push(rowOf(outcome))
    } else if (outcome.outcome !== 'unchanged' && notes.length < options.rows) notes.push(failureLine(outcome))
  })
  if (changing > 0) console.log(table.toString())
  if (changing > options.rows) console.log(`… and ${changing - options.rows} more, in ${options.report}`)
  for (const line of [...notes, ...summaryLines(summary, options)]) console.log(line)
  return statusOf(summary)
}

function rowOf({ profile, changes }: Extract<ProfileOutcome, { outcome: 'onboarded' }>): string[] {
  let [directory, fileSystems] = ['', '']
  for (const change of changes)
    if (change.kind === 'directory') {
      const { uid, gid } = change.owner
      directory = `${change.action} ${change.path}, ${uid}:${gid} ${formatMode(change.mode)}`
    } else fileSystems = change.edits.map(({ action, config }) => `${action} ${idOf(config)}`).join(', ')
  return [nameOf(profile), directory, fileSystems]
}

function idOf({ EFSFileSystemConfig, FSxLustreFileSystemConfig, S3FileSystemConfig }: CustomFileSystemConfig): string {
  const { FileSystemId } = EFSFileSystemConfig ?? FSxLustreFileSystemConfig ?? {}
  return FileSystemId ?? S3FileSystemConfig?.S3Uri ?? 'something newer than this program'
}
