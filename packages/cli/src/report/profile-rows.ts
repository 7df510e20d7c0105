import type { DirectoryStatus, ProfileStatus, StatusFinding, StudioStatus } from '@studio-efs/core'
import type { ProfileDiagnosis } from '../studio/studio-document.js'
import { terminalSentence } from '../view/error-text.js'
import { type Html, html, type Part } from './escape.js'
import { ago, countOf, formatBytes, formatTime } from './format.js'
import { usageLine } from './pictures.js'
import type { UsageHistory } from './usage-history.js'

export interface RowContext {
  readonly status: StudioStatus
  readonly history: UsageHistory
  /** Of the largest directory. */
  readonly mostBytes: number
  readonly findingsBy: ReadonlyMap<string, readonly StatusFinding[]>
  readonly diagnosisBy: ReadonlyMap<string, ProfileDiagnosis>
}

/** Key of a profile in the findings. Ids and names hold no space. */
export function profileKey({ domainId, userProfileName }: Pick<ProfileStatus, 'domainId' | 'userProfileName'>): string {
  return `${domainId} ${userProfileName}`
}

export const PROFILE_COLUMNS = [
  { label: 'Profile', key: 'name', type: 'text' },
  { label: 'Offered', key: 'offered', type: 'text' },
  { label: 'Directory', key: 'path', type: 'text' },
  { label: 'Spaces', key: 'spaces', type: 'number' },
  { label: 'Usage', key: 'bytes', type: 'number' },
  { label: 'Findings', key: 'findings', type: 'number' },
] as const

export function profileRow(profile: ProfileStatus, context: RowContext): Html {
  const { domainId, userProfileName, status, offered, directory, spaces } = profile
  const findings = context.findingsBy.get(profileKey(profile)) ?? []
  const bytes = directory?.usage?.bytes
  const first = offered?.[0]?.fileSystemPath ?? ''
  return html`<tr data-domain="${domainId}" data-name="${userProfileName.toLowerCase()}" data-offered="${first}" data-path="${directory?.path}" data-spaces="${spaces.length}" data-bytes="${bytes === undefined ? '' : Math.round(bytes)}" data-findings="${findings.length}">
<td data-label="Profile"><b>${userProfileName}</b><br><code class="id">${domainId}</code>${status !== undefined && status !== 'InService' && html`<br><span class="warning">${status}</span>`}</td>
<td data-label="Offered">${offeredCell(profile)}</td>
<td data-label="Directory">${directoryCell(directory, profile)}</td>
<td data-label="Spaces">${spacesCell(profile)}</td>
<td data-label="Usage">${usageCell(directory, context)}</td>
<td data-label="Findings">${findings.length === 0 ? html`<span class="dim">none</span>` : findingList(findings)}${diagnosisText(context.diagnosisBy.get(profileKey(profile)))}</td></tr>`
}

const CONCLUSIONS = {
  cause: 'Cause',
  suspect: 'Possible cause',
  'not-us': 'Diagnosis: every check is green',
  open: 'Diagnosis: no fault found, and not everything could be looked at',
} as const

function diagnosisText(diagnosis: ProfileDiagnosis | undefined): Html | undefined {
  if (diagnosis === undefined) return undefined
  const { conclusion, finding, remedy } = diagnosis
  return html`<p class="diagnosis"><b>${CONCLUSIONS[conclusion]}</b>${finding !== undefined && `: ${finding}`}${remedy !== undefined && html`<br><b>Remedy:</b> ${remedy}`}</p>`
}

function offeredCell({ offered }: ProfileStatus): Part {
  if (offered === undefined) return html`<span class="dim">not read</span>`
  if (offered.length === 0) return html`<span class="dim">nothing</span>`
  return html`<ul class="plain">${offered.map(
    ({ fileSystemId, fileSystemPath, from }) =>
      html`<li><code>${fileSystemPath}</code> <span class="dim">on <span class="id">${fileSystemId}</span>${from === 'domain' && ', by the domain'}</span></li>`,
  )}</ul>`
}

function directoryCell(directory: DirectoryStatus | undefined, { owner }: ProfileStatus): Part {
  if (directory === undefined) return html`<span class="dim">none known</span>`
  const { path, exists, uid, gid, mode, claim } = directory
  const isOther = owner !== undefined && uid !== undefined && (uid !== owner.uid || gid !== owner.gid)
  return html`<code>${path}</code>${exists === false && html` <span class="error">missing</span>`}${
    uid !== undefined &&
    html`<br><span class="${isOther ? 'warning' : 'dim'}">${uid}:${gid} ${mode}${isOther && ` (acts as ${owner.uid}:${owner.gid})`}</span>`
  }${claim !== undefined && html`<br><span class="dim">${claimText(claim)}</span>`}`
}

export function claimText(claim: NonNullable<DirectoryStatus['claim']>): string {
  return claim.kind === 'shared'
    ? 'claimed as shared'
    : `claimed by ${claim.userProfileName} of ${formatTime(claim.createdAt)}`
}

function spacesCell({ spaces, offered = [] }: ProfileStatus): Part {
  if (spaces.length === 0) return html`<span class="dim">none</span>`
  return html`<ul class="plain">${spaces.map(({ spaceName, status, appType, mounts }) => {
    const missing = mounts !== undefined && offered.some(({ fileSystemId }) => !mounts.includes(fileSystemId))
    const ids = mounts?.map((id, index) => html`${index > 0 && ', '}<span class="id">${id}</span>`)
    const what = ids === undefined ? 'mounts not read' : ids.length === 0 ? 'mounts nothing' : html`mounts ${ids}`
    return html`<li>${spaceName} <span class="${missing ? 'warning' : 'dim'}">${what}</span> <span class="dim">${appType}${status !== 'InService' && ` ${status}`}</span></li>`
  })}</ul>`
}

export function usageCell(directory: DirectoryStatus | undefined, { history, mostBytes, status }: RowContext): Part {
  const { usage, path = '' } = directory ?? {}
  if (usage === undefined) return html`<span class="dim">not measured</span>`
  const share = mostBytes === 0 ? 0 : (100 * usage.bytes) / mostBytes
  return html`<span class="number">${formatBytes(usage.bytes)}</span> <span class="dim">${countOf(usage.entries, 'entry', 'entries')}, measured ${ago(usage.measuredAt, status.takenAt)}</span><span class="bar" aria-hidden="true"><i style="width:${share.toFixed(1)}%"></i></span>${usageLine(history.get(path) ?? [])}`
}

export function findingList(findings: readonly StatusFinding[]): Html {
  return html`<ul class="findings">${findings.map(
    ({ level, message }) => html`<li><span class="level ${level}">${level}</span> ${terminalSentence(message)}</li>`,
  )}</ul>`
}
