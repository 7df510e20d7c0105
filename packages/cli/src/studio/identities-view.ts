import type { IdentityFinding, ReportIdentitiesOutput, UserProfileRef } from '@studio-efs/core'
import type { View } from '../view/view.js'

/** The identities with all their rows, as programs read them. */
export function identitiesView({ identities, findings, ledger }: ReportIdentitiesOutput): View {
  return {
    tables: [
      {
        columns: ['domain', 'user profile', 'uid', 'gid', 'from'],
        rows: identities.map(({ profile: { domainId, userProfileName }, owner, source }) => [
          ...[domainId, userProfileName, `${owner.uid}`, `${owner.gid}`, source],
        ]),
      },
    ],
    notes: [],
    result: { findings, ledger },
    items: { name: 'identities', type: 'identity', list: identities },
  }
}

/** The identities for people: at most so many rows of each table, and the findings last. */
export function shownIdentitiesView(output: ReportIdentitiesOutput, rows: number): View {
  const { identities, findings, ledger } = output
  const more = (all: readonly unknown[], noun: string) =>
    all.length > rows ? [`… and ${all.length - rows} more ${noun} (--rows shows more)`] : []
  return {
    ...identitiesView(output),
    tables: [
      {
        columns: ['profile', 'uid', 'gid', 'from'],
        rows: identities
          .slice(0, rows)
          .map(({ profile, owner, source }) => [nameOf(profile), `${owner.uid}`, `${owner.gid}`, source]),
      },
      { columns: ['level', 'uid', 'finding'], rows: findings.slice(0, rows).map(findingCells) },
    ],
    notes: [
      ...more(identities, 'profiles'),
      ...more(findings, 'findings'),
      ...(ledger === 'none'
        ? ['Not compared with the uids that were given: add --directory-function or --mount-path.']
        : []),
      ...(identities.length === 0
        ? ['No user profile or domain of this Region lists it: look at its id, or name another Region with --region.']
        : []),
      `${counted(identities.length, 'user profile')}, ${counted(findings.length, 'finding')}.`,
    ],
  }
}

const MAX_NAMES = 10

function findingCells({ severity, kind, uid, profiles }: IdentityFinding): readonly string[] {
  const names = profiles.slice(0, MAX_NAMES).map(nameOf).join(', ')
  const more = profiles.length > MAX_NAMES ? ` and ${profiles.length - MAX_NAMES} more` : ''
  return [severity, `${uid}`, `${MEANINGS[kind]}: ${names}${more}`]
}

const MEANINGS: Readonly<Record<IdentityFinding['kind'], string>> = {
  'shared-identity': 'profiles without an identity of their own act as this uid',
  'repeated-identity': 'several profiles have this uid for themselves',
  'sagemaker-range': 'SageMaker gives uids of this range itself',
  'other-holder': 'this uid was given to another profile',
}

function nameOf({ domainId, userProfileName }: UserProfileRef): string {
  return `${domainId}/${userProfileName}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
