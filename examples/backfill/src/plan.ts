import type { CustomFileSystemConfig, FileSystemListEdit, OnboardingProgress, ProfileOutcome } from '@studio-efs/core'
import Table from 'cli-table3'
import type { Connection } from './connect.js'
import type { ExitStatus } from './main.js'
import type { Options } from './options.js'
import { showProgress } from './progress.js'
import { runBackfill } from './run.js'
import { failureLine, nameOf, print, statusOf, summaryLines } from './summary.js'

/** Sorts `user-2` before `user-10`. */
const collator = new Intl.Collator('en', { numeric: true })

/** Prints what `apply` would change. */
export async function plan(connection: Connection, options: Options): Promise<ExitStatus> {
  const rows: string[][] = []
  const notes: string[] = []
  const shown = showProgress(process.stderr)
  const onProgress = (progress: OnboardingProgress) => shown.update(progress)
  try {
    const onOutcome = (outcome: ProfileOutcome) => {
      if (outcome.outcome === 'onboarded') rows.push(rowOf(outcome))
      else if (outcome.outcome !== 'unchanged') notes.push(failureLine(outcome))
    }
    const ended = await runBackfill(connection, options, { dryRun: true, onProgress, onOutcome })
    shown.end()
    print([...tableOf(rows, options), ...firstOf(notes, options.rows), ...summaryLines(ended, options)], options)
    return statusOf(ended)
  } finally {
    shown.end()
  }
}

function tableOf(rows: readonly string[][], { rows: most, report }: Options): readonly string[] {
  if (rows.length === 0) return []
  const table = new Table({
    head: ['profile', 'directory', 'file systems'],
    style: { head: [], border: [], compact: true },
  })
  table.push(...rows.toSorted(([a = ''], [b = '']) => collator.compare(a, b)).slice(0, most))
  const left = rows.length - most
  return [table.toString(), ...(left > 0 ? [`… and ${left} more, in ${report}`] : [])]
}

function firstOf(lines: readonly string[], most: number): readonly string[] {
  return lines.toSorted(collator.compare).slice(0, most)
}

function rowOf({ profile, changes }: Extract<ProfileOutcome, { outcome: 'onboarded' }>): string[] {
  let [directory, fileSystems] = ['', '']
  for (const change of changes)
    if (change.kind === 'directory') {
      const { uid, gid } = change.owner
      directory = `${change.action} ${change.path}, ${uid}:${gid} ${change.mode}`
    } else fileSystems = change.edits.map(editText).join(', ')
  return [nameOf(profile), directory, fileSystems]
}

function editText(edit: FileSystemListEdit): string {
  const text = `${edit.action} ${idOf(edit.config)}`
  return edit.action === 'move' ? `${text} from ${edit.fromPath} to ${edit.toPath}` : text
}

function idOf({ EFSFileSystemConfig, FSxLustreFileSystemConfig, S3FileSystemConfig }: CustomFileSystemConfig): string {
  const { FileSystemId } = EFSFileSystemConfig ?? FSxLustreFileSystemConfig ?? {}
  return FileSystemId ?? S3FileSystemConfig?.S3Uri ?? 'an unknown kind of file system'
}
