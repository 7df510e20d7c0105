import type { MeasureUsageOutput, UsageFinding, UsageOutcome } from '@studio-efs/core'
import { formatBytes } from '../report/format.js'
import { terminalSentence } from '../view/error-text.js'
import { columnRoom, type Rows } from '../view/table.js'
import type { View } from '../view/view.js'

/** The usage with a row for each directory, in bytes. */
export function usageRows({ directories, ...result }: MeasureUsageOutput): View {
  const columns = ['path', 'domain', 'user profile', 'outcome', 'bytes', 'entries', 'newest change', 'measured at']
  const rows = bySize(directories).map(({ path, claim, outcome, usage }) => [
    path,
    claim?.kind === 'private' ? claim.domainId : '',
    claim?.kind === 'private' ? claim.userProfileName : '',
    outcome,
    `${usage?.bytes ?? ''}`,
    `${usage?.entries ?? ''}`,
    usage?.newestChangeAt ?? '',
    usage?.measuredAt ?? '',
  ])
  return {
    tables: [{ columns, rows }],
    notes: [],
    result,
    items: { name: 'directories', type: 'directory', list: directories },
  }
}

export interface ChartStyle {
  /** Characters of a line; undefined: any number. */
  readonly width: number | undefined
  /** Most rows of a table. */
  readonly rows: number
}

/** The usage as bars, the largest directory first. */
export function usageChart(output: MeasureUsageOutput, { width, rows }: ChartStyle): View {
  const { directories, findings } = output
  const measured = bySize(directories.filter(({ usage }) => usage !== undefined))
  const others = directories.filter(({ outcome }) => outcome === 'missing' || outcome === 'failed')
  const more = (all: readonly unknown[], noun: string) =>
    all.length > rows ? [`… and ${all.length - rows} more ${noun} (--rows shows more)`] : []
  return {
    ...usageRows(output),
    tables: [
      withBars(measured.slice(0, rows), width),
      {
        columns: ['directory', 'outcome', 'reason'],
        rows: others
          .slice(0, rows)
          .map(({ path, outcome, error }) => [path, outcome, terminalSentence(error?.message ?? '')]),
      },
    ],
    notes: [
      ...more(measured, 'that are smaller'),
      ...more(others, 'that are missing or failed'),
      ...findings.slice(0, rows).map(findingText),
      ...more(findings, 'findings'),
      ...(directories.length === 0
        ? ['No directory is claimed: add --domain or --path, or claim directories with adopt.']
        : sumNotes(output, measured)),
    ],
  }
}

function bySize(directories: readonly UsageOutcome[]): readonly UsageOutcome[] {
  return directories.toSorted((a, b) => (b.usage?.bytes ?? -1) - (a.usage?.bytes ?? -1) || (a.path < b.path ? -1 : 1))
}

const WIDE = 100
const BARS = { min: 8, max: 40, ofAnyWidth: 20 }

/** Narrow tables name a claimed directory by its profile only. */
function withBars(measured: readonly UsageOutcome[], width: number | undefined): Rows {
  const isWide = width === undefined || width >= WIDE
  const names = measured.map((each) => (isWide ? [each.path, profileOf(each)] : [profileOf(each) || each.path]))
  const columns = [...(isWide ? ['directory', 'user profile'] : ['user']), 'size', 'entries', '']
  const cells = measured.map(({ usage: { bytes = 0, entries = 0 } = {} }, at) => [
    ...(names[at] ?? []),
    formatBytes(bytes),
    `${entries}`,
  ])
  const room = columnRoom([columns.slice(0, -1), ...cells], width)
  const length = room === undefined ? BARS.ofAnyWidth : Math.max(BARS.min, Math.min(BARS.max, room))
  const most = measured[0]?.usage?.bytes ?? 0
  return {
    columns,
    rows: cells.map((each, at) => [...each, bar((measured[at]?.usage?.bytes ?? 0) / (most || 1), length)]),
  }
}

function profileOf({ claim }: UsageOutcome): string {
  return claim?.kind === 'private' ? `${claim.domainId}/${claim.userProfileName}` : ''
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** Anything but nothing has a bar. */
function bar(share: number, length: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * length * 8))
  return `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ''}`
}

function sumNotes({ comparison, estimate, remaining }: MeasureUsageOutput, measured: readonly UsageOutcome[]) {
  const sum = measured.reduce((total, { usage }) => total + (usage?.bytes ?? 0), 0)
  return [
    comparison === undefined
      ? `${formatBytes(sum)} in ${directoriesText(measured.length)}.`
      : `${formatBytes(comparison.measuredBytes)} in ${directoriesText(comparison.directories)}; EFS gives ${formatBytes(comparison.fileSystemBytes)} for the file system.`,
    ...(remaining > 0 ? [`${directoriesText(remaining)} not measured in this round.`] : []),
    ...(remaining > 0 && estimate !== undefined
      ? [
          `The whole round takes about ${minutes(estimate.seconds)}: ${estimate.entries} entries in ${directoriesText(estimate.directories)}.`,
        ]
      : []),
  ]
}

function directoriesText(count: number): string {
  return `${count} ${count === 1 ? 'directory' : 'directories'}`
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}

function findingText(finding: UsageFinding): string {
  switch (finding.kind) {
    case 'over-soft-limit':
      return `${finding.path} holds ${formatBytes(finding.bytes)}, more than ${formatBytes(finding.softLimitBytes)}.`
    case 'unreadable':
      return `${finding.path} has ${directoriesText(finding.directories)} that could not be read: its size is too low.`
    case 'other-mounts':
      return `${finding.path} has ${finding.mounts} other mounts inside, which were not measured.`
    case 'profiles-not-listed':
      return `The user profiles of ${finding.domainId} could not be listed: ${terminalSentence(finding.error.message)}`
    case 'size-not-read':
      return `EFS did not give the size of the file system: ${terminalSentence(finding.error.message)}`
  }
}
