import { createHash } from 'node:crypto'
import type { DirectoryStatus, StatusFinding, StudioStatus } from '@studio-efs/core'
import type { StudioDocument } from '../studio/studio-document.js'
import { type Html, html, trusted } from './escape.js'
import { ago, countOf, formatBytes, formatCount, formatTime } from './format.js'
import { FIRST_ROWS, PAGE_SCRIPT } from './page-script.js'
import { PAGE_STYLE } from './page-style.js'
import { fileSystemPicture } from './pictures.js'
import {
  claimText,
  findingList,
  PROFILE_COLUMNS,
  profileKey,
  profileRow,
  type RowContext,
  usageCell,
} from './profile-rows.js'
import { usageHistoryOf } from './usage-history.js'

/** Further contents of a page, besides the status. */
export interface StudioPageOptions {
  /** Earlier reports, for usage over time. Default none. */
  readonly earlier?: readonly StudioStatus[]
}

/**
 * The status as one HTML file without outside resources: it loads nothing, sends nothing, and can be read without its script.
 * Every text from outside is escaped.
 */
export function renderStudioPage(status: StudioDocument, { earlier = [] }: StudioPageOptions = {}): string {
  const directories = [...status.profiles.flatMap(({ directory }) => directory ?? []), ...status.directories]
  const context: RowContext = {
    status,
    history: usageHistoryOf([...earlier, status]),
    mostBytes: directories.reduce((most, { usage }) => Math.max(most, usage?.bytes ?? 0), 0),
    findingsBy: findingsByProfile(status.findings),
    diagnosisBy: new Map((status.diagnoses ?? []).map((diagnosis) => [profileKey(diagnosis), diagnosis])),
  }
  const rows = new Set(status.profiles.map(profileKey))
  const general = status.findings.filter((finding) => !rows.has(profileKeyOf(finding)))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${hashOf(PAGE_SCRIPT)}'">
<meta name="referrer" content="no-referrer">
<title>Studio file systems, ${formatTime(status.takenAt)}</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#profiles-title">To the profiles</a>
<header>
<h1>Studio file systems</h1>
<p class="dim">As of ${formatTime(status.takenAt)}</p>
${facts(status, directories)}
</header>
<main>
${findings(general, status.findings.length - general.length)}
${fileSystems(status)}
${domains(status)}
${profiles(context)}
${others(context)}
${archives(status)}
</main>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`.html
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`
}

/** Findings that no profile's row shows, and the number of those that a row shows. */
function findings(general: readonly StatusFinding[], inRows: number): Html | false {
  if (general.length + inRows === 0) return false
  const more = general.length === 0 ? '' : 'more '
  return html`<section aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2>${general.length > 0 && findingList(general)}
${inRows > 0 && html`<p class="dim">${countOf(inRows, `${more}finding`)} of single profiles: see the column Findings of <a href="#profiles-title">the profiles</a>.</p>`}</section>`
}

/** Of no profile: an empty text. */
function profileKeyOf({ domainId, userProfileName }: StatusFinding): string {
  return domainId === undefined || userProfileName === undefined ? '' : profileKey({ domainId, userProfileName })
}

function findingsByProfile(findings: readonly StatusFinding[]): RowContext['findingsBy'] {
  const by = new Map<string, StatusFinding[]>()
  for (const finding of findings) {
    const key = profileKeyOf(finding)
    const list = by.get(key)
    if (list === undefined) by.set(key, [finding])
    else list.push(finding)
  }
  return by
}

function facts(
  { profiles: all, fileSystems, domains: each, findings, archives }: StudioStatus,
  directories: readonly DirectoryStatus[],
): Html {
  const measured = directories.filter(({ usage }) => usage !== undefined)
  const bytes = measured.reduce((sum, { usage }) => sum + (usage?.bytes ?? 0), 0)
  const size = fileSystems.reduce((sum, { sizeInBytes = 0 }) => sum + sizeInBytes, 0)
  const errors = findings.filter(({ level }) => level === 'error').length
  return html`<ul class="facts">
<li>${figure(all.length, 'profile')}</li>
<li>${figure(each.length, 'domain')}</li>
<li>${figure(fileSystems.length, 'file system')}, ${formatBytes(size)}</li>
<li><b>${formatBytes(bytes)}</b>in ${countOf(measured.length, 'measured directory', 'measured directories')}</li>
${archives !== undefined && html`<li>${figure(archives.length, 'archive')} of profiles that left</li>`}
<li>${figure(errors, 'error', errors > 0 ? 'error' : 'dim')}, ${countOf(findings.length - errors, 'other finding')}</li>
</ul>`
}

/** A number, large, above its noun. */
function figure(count: number, noun: string, className?: string): Html {
  return html`<b${className !== undefined && html` class="${className}"`}>${formatCount(count)}</b>${count === 1 ? noun : `${noun}s`}`
}

function fileSystems({ fileSystems: all }: StudioStatus): Html | undefined {
  if (all.length === 0) return undefined
  return html`<section aria-labelledby="fs-title"><h2 id="fs-title">File systems</h2><div class="cards">
${all.map(
  (
    each,
  ) => html`<article class="card">${each.name !== undefined && html`<b>${each.name}</b> `}<code>${each.fileSystemId}</code>
<div class="scroll" tabindex="0" role="group" aria-label="Zones of ${each.fileSystemId}">${fileSystemPicture(each)}</div>
<p class="dim">${each.lifeCycleState ?? 'not read'}${each.encrypted === true && ', encrypted'}${each.oneZone !== undefined && `, One Zone in ${each.oneZone}`}${each.vpcId !== undefined && `, ${each.vpcId}`}${
    each.sizeInBytes !== undefined &&
    html`<br>${formatBytes(each.sizeInBytes)}${each.sizeTakenAt !== undefined && ` as EFS took it on ${formatTime(each.sizeTakenAt)}`}`
  }</p></article>`,
)}</div></section>`
}

function domains({ domains: all }: StudioStatus): Html | undefined {
  if (all.length === 0) return undefined
  return html`<section aria-labelledby="domains-title"><h2 id="domains-title">Domains</h2><div class="cards">
${all.map(
  ({
    domainId,
    name,
    status,
    vpcId,
    privateDefaults = [],
    sharedDefaults = [],
    sharedSpaces,
  }) => html`<article class="card"><b>${name ?? domainId}</b> <code class="id">${domainId}</code>
<p class="dim">${status ?? 'not read'}${vpcId !== undefined && `, ${vpcId}`}</p>
<ul class="plain">${privateDefaults.map((entry) => html`<li>private spaces: <code>${entry.fileSystemPath}</code> <span class="dim">on ${entry.fileSystemId}</span></li>`)}
${sharedDefaults.map((entry) => html`<li>shared spaces: <code>${entry.fileSystemPath}</code> <span class="dim">on ${entry.fileSystemId}</span></li>`)}
${sharedSpaces.map(({ spaceName, mounts }) => html`<li>shared space ${spaceName} <span class="dim">${mounts === undefined ? '' : mounts.length === 0 ? 'mounts nothing' : `mounts ${mounts.join(', ')}`}</span></li>`)}</ul></article>`,
)}</div></section>`
}

function profiles(context: RowContext): Html {
  const { status } = context
  return html`<section aria-labelledby="profiles-title"><h2 id="profiles-title" tabindex="-1">Profiles</h2>
<div class="tools" hidden>
<div><label for="search">Search names, paths, spaces and findings</label><input id="search" type="search" autocomplete="off"></div>
<div><label for="domain">Domain</label><select id="domain"><option value="">all</option>${status.domains.map(({ domainId, name }) => html`<option value="${domainId}">${name ?? domainId}</option>`)}</select></div>
<div><label for="only">Show</label><select id="only"><option value="">all</option><option value="findings">with findings</option><option value="unmeasured">not measured</option></select></div>
<p id="count" class="dim" role="status"></p>
</div>
<div class="wide" tabindex="0" role="group" aria-labelledby="profiles-title"><table class="rows" id="profiles" data-total="${status.profiles.length}"><caption class="skip">User profiles with directory, spaces and usage</caption>
<thead><tr>${PROFILE_COLUMNS.map(({ label, key, type }) => html`<th scope="col"><button type="button" data-key="${key}" data-type="${type}">${label}</button></th>`)}</tr></thead>
<tbody>${status.profiles.slice(0, FIRST_ROWS).map((profile) => profileRow(profile, context))}</tbody></table></div><button type="button" class="more" id="more" hidden>Show more profiles</button>
${lateRows(context)}</section>`
}

/** Rows after the first: to a browser that runs the script these are text, which costs it no element until it is drawn. */
function lateRows(context: RowContext): Html | false {
  const late = context.status.profiles.slice(FIRST_ROWS)
  if (late.length === 0) return false
  return html`<noscript id="late"><div class="wide"><table class="rows"><caption class="skip">Further user profiles</caption>
<thead><tr>${PROFILE_COLUMNS.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${late.map((profile) => profileRow(profile, context))}</tbody></table></div></noscript>`
}

function others(context: RowContext): Html | undefined {
  const { directories } = context.status
  if (directories.length === 0) return undefined
  return html`<section aria-labelledby="others-title"><h2 id="others-title">Other directories</h2><div class="wide" tabindex="0" role="group" aria-labelledby="others-title"><table class="rows">
<thead><tr><th scope="col">Directory</th><th scope="col">Claim</th><th scope="col">Usage</th></tr></thead><tbody>
${directories.map(
  (directory) =>
    html`<tr><td data-label="Directory"><code>${directory.path}</code>${directory.exists === false && html` <span class="warning">missing</span>`}</td><td data-label="Claim">${directory.claim === undefined ? html`<span class="dim">none</span>` : claimText(directory.claim)}</td><td data-label="Usage">${usageCell(directory, context)}</td></tr>`,
)}</tbody></table></div></section>`
}

function archives({ archives: all, takenAt }: StudioStatus): Html | undefined {
  if (all === undefined || all.length === 0) return undefined
  return html`<section aria-labelledby="archives-title"><h2 id="archives-title">Archives</h2><div class="wide" tabindex="0" role="group" aria-labelledby="archives-title"><table class="rows">
<thead><tr><th scope="col">Profile</th><th scope="col">Created</th><th scope="col">Archived</th><th scope="col">Owner</th><th scope="col">State</th></tr></thead><tbody>
${all.map(
  (each) =>
    html`<tr><td data-label="Profile"><b>${each.userProfileName}</b><br><code class="id">${each.domainId}</code></td><td data-label="Created">${formatTime(each.createdAt)}</td><td data-label="Archived">${ago(each.archivedAt, takenAt)}<br><span class="dim">${formatTime(each.archivedAt)}</span></td><td data-label="Owner">${each.uid}:${each.gid}</td><td data-label="State">${STATES[each.state]}</td></tr>`,
)}</tbody></table></div></section>`
}

const STATES = {
  kept: 'kept',
  unsettled: html`<span class="warning">a run is at work, or was interrupted</span>`,
  purging: html`<span class="warning">being purged</span>`,
} as const
