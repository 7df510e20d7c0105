import type { Change } from '@studio-efs/core'
import type { Rehearsal } from '@studio-efs/lambda-handlers/deploy/rehearse-deployment'
import { domainRows } from '../options/vpc-domains.js'
import { CHANGE_COLUMNS, changeCells } from '../view/change-text.js'
import { terminalSentence } from '../view/error-text.js'
import type { Rows } from '../view/table.js'
import type { View } from '../view/view.js'

/** Changes of the first run, besides those of single profiles. */
export function rehearsedChanges({ fileSystem, domainDefault, vpcDomains }: Rehearsal): readonly Change[] {
  const shared = vpcDomains === undefined || vpcDomains === 'unknown' ? [] : vpcDomains.changes
  return [...fileSystem.changes, ...(domainDefault?.changes ?? []), ...shared]
}

/** True when the stack would change something that is there already, or make something beside its own resources. */
export function isChanging(rehearsal: Rehearsal): boolean {
  const { directoriesToMake = 0, toAttach = 0 } = rehearsal.profiles ?? {}
  return rehearsedChanges(rehearsal).length + directoriesToMake + toAttach > 0
}

/** The rehearsal of a deployment: what would be changed, whom the first run would reach, and what speaks against it. */
export function rehearsalView(rehearsal: Rehearsal): View {
  const { parameters, fileSystem, refusal, profiles, domainDefault, vpcDomains } = rehearsal
  const { changes: _, ...found } = fileSystem
  const changes = rehearsedChanges(rehearsal)
  const isShared = vpcDomains !== undefined && vpcDomains !== 'unknown'
  return {
    tables: [
      { columns: CHANGE_COLUMNS, rows: changes.map(changeCells) },
      ...(profiles ? [profileCounts(profiles), profileProblems(profiles)] : []),
      ...(isShared ? [domainRows(vpcDomains.domains, 'to be changed')] : []),
    ],
    notes: [
      ...fileSystem.findings.map(({ message }) => `Note: ${terminalSentence(message)}`),
      ...notesOn(rehearsal),
      ...(refusal === undefined ? [] : [`failed: The stack would not come up: ${terminalSentence(refusal.message)}`]),
      `${countText(rehearsal)} Nothing was deployed or changed.`,
    ],
    result: {
      outcome: refusal === undefined ? (isChanging(rehearsal) ? 'planned' : 'unchanged') : 'failed',
      dryRun: true,
      parameters,
      fileSystem: found,
      ...(refusal && { refusal }),
      ...(profiles && { profiles }),
      ...(domainDefault && { domainDefault }),
      ...(vpcDomains !== undefined && { vpcDomains }),
    },
    items: { name: 'changes', type: 'change', list: changes },
  }
}

type Profiles = NonNullable<Rehearsal['profiles']>

function profileCounts({ directoriesToMake, toAttach, attached, skipped, failed }: Profiles): Rows {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['directories to make or repair', directoriesToMake],
    ['profiles to attach', toAttach],
    ['profiles that have it', attached],
    ['profiles to skip', skipped],
    ['profiles that would fail', failed],
  ]
  return {
    columns: ['first run', 'count'],
    rows: rows.map(([name, count]) => [name, count === undefined ? 'not known' : `${count}`]),
  }
}

function profileProblems({ failures, leftOut }: Profiles): Rows {
  return {
    columns: ['profile', 'outcome', 'reason'],
    rows: [
      ...failures.map(({ profile, error }) => [nameOf(profile), 'failed', terminalSentence(error.message)]),
      ...leftOut.map(({ profile, detail }) => [nameOf(profile), 'skipped', terminalSentence(detail)]),
    ],
  }
}

function nameOf({ domainId, userProfileName }: Profiles['failures'][number]['profile']): string {
  return `${domainId}/${userProfileName}`
}

function notesOn({ profiles, vpcDomains, fileSystem }: Rehearsal): readonly string[] {
  const { fileSystem: existing, domainId } = fileSystem
  return [
    existing === undefined
      ? `Note: ${domainId} has no file system that the stack would take: it makes one.`
      : `Note: the stack takes ${existing.fileSystemId}, which exists.`,
    ...(profiles?.directories === 'unseen'
      ? ['Note: existing directories could not be looked at: --directory-function or --mount-path names a way.']
      : []),
    ...(vpcDomains === 'unknown'
      ? ['Note: nothing is known of the other domains of the VPC until the file system exists.']
      : []),
  ]
}

function countText(rehearsal: Rehearsal): string {
  const { length } = rehearsedChanges(rehearsal)
  const run = rehearsal.profiles
  const makes = `Besides its own resources, the stack would make ${length} ${length === 1 ? 'change' : 'changes'}`
  return run === undefined
    ? `${makes}.`
    : `${makes}, and its first run would attach ${run.toAttach} of ${totalOf(run)} profiles.`
}

function totalOf({ toAttach, attached, skipped, failed }: Profiles): number {
  return toAttach + attached + skipped + failed
}
