import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertOk, type FakeAws, type stage, type WorkingStudio } from '@studio-efs/testing'
import { type DiagnoseInput, type DiagnosisLine, diagnose } from '../src/index.js'

export type Stage = keyof typeof stage

/** A fault and the one line that it makes. */
export interface MatrixRow {
  readonly stage: Stage
  readonly check: string
  readonly verdict: 'red' | 'yellow'
  /** Default: the profile `alice`. */
  readonly scope?: 'domain'
}

const row = (name: Stage, verdict: MatrixRow['verdict'], check: string): MatrixRow => ({ stage: name, verdict, check })

/** Every fault that the test kit stages, with the line of `diagnose` that names it. */
export const matrix: readonly MatrixRow[] = [
  row('profileMissing', 'red', 'profile-exists'),
  row('profileUpdateFailed', 'yellow', 'profile-ready'),
  row('fileSystemNotOffered', 'red', 'offered'),
  row('profileHidesDomainList', 'red', 'domain-list-hidden'),
  { ...row('sharedSpacesNotOffered', 'yellow', 'shared-spaces-offered'), scope: 'domain' },
  row('fileSystemListedTwice', 'red', 'listed-once'),
  row('spaceWithoutFileSystem', 'red', 'space-lists'),
  row('appOlderThanSpace', 'yellow', 'app-newer'),
  row('unsupportedApp', 'red', 'app-type'),
  row('appFailed', 'yellow', 'app-failed'),
  row('appFailedByVolume', 'yellow', 'app-failed'),
  row('noAppLogs', 'yellow', 'app-logs'),
  row('roleTrustIncomplete', 'yellow', 'role-trust'),
  row('lifecycleConfigDeleted', 'red', 'lifecycle-config'),
  row('noMountTargetInZone', 'red', 'zones-covered'),
  row('mountTargetNotAvailable', 'red', 'mount-targets-available'),
  row('mountTargetsInOtherVpc', 'red', 'same-vpc'),
  row('mountTargetsRefuseSpaces', 'red', 'admitted'),
  row('outboundRuleMissing', 'red', 'outbound-rule'),
  row('networkAclRefusesNfs', 'yellow', 'network-acl'),
  row('dnsSupportOff', 'red', 'dns-support'),
  row('dnsHostnamesOff', 'red', 'dns-hostnames'),
  row('ownDnsServer', 'yellow', 'dns-server'),
  row('domainWithoutHomeFileSystem', 'red', 'domain-groups'),
  row('directoryMissing', 'red', 'directory-exists'),
  row('directoryOfOtherOwner', 'red', 'directory-owner'),
  row('policyRequiresIam', 'red', 'policy-lets-in'),
  row('policyRequiresTls', 'yellow', 'policy-lets-in'),
  row('keyDisabled', 'red', 'kms-key'),
  row('keyPendingDeletion', 'red', 'kms-key'),
  row('replicationDestination', 'red', 'writable'),
  row('burstCreditsGone', 'yellow', 'burst-credits'),
  row('ioLimitReached', 'yellow', 'io-limit'),
]

/** One fault hides another: the first cannot be seen, or is undone, while the second is there. */
export interface Hidden {
  readonly faults: readonly Stage[]
  readonly by: readonly Stage[]
  readonly because: string
}

export const hidden: readonly Hidden[] = [
  {
    faults: [
      'profileUpdateFailed',
      'fileSystemNotOffered',
      'profileHidesDomainList',
      'fileSystemListedTwice',
      'directoryMissing',
      'directoryOfOtherOwner',
    ],
    by: ['profileMissing'],
    because: 'a profile that does not exist has no state, no list and no path',
  },
  {
    faults: ['profileMissing'],
    by: ['sharedSpacesNotOffered'],
    because: 'a domain is diagnosed by the profiles that it has',
  },
  {
    faults: ['fileSystemNotOffered'],
    by: ['profileHidesDomainList', 'fileSystemListedTwice'],
    because: 'the second fault puts a list where there was none',
  },
  {
    faults: ['directoryMissing', 'directoryOfOtherOwner'],
    by: ['fileSystemNotOffered'],
    because: 'without an entry in a list no path is known',
  },
  {
    faults: ['profileHidesDomainList'],
    by: ['fileSystemListedTwice'],
    because: 'the second fault replaces the list that hid the other one',
  },
  {
    faults: ['appOlderThanSpace', 'appFailed', 'appFailedByVolume', 'noAppLogs', 'lifecycleConfigDeleted'],
    by: ['unsupportedApp'],
    because: 'the space has no app of its new type, and no settings for one',
  },
  {
    faults: ['appOlderThanSpace'],
    by: ['appFailed', 'appFailedByVolume'],
    because: 'an app that failed mounts nothing, old or new',
  },
  {
    faults: ['noMountTargetInZone', 'mountTargetNotAvailable', 'mountTargetsRefuseSpaces'],
    by: ['mountTargetsInOtherVpc'],
    because: 'mount targets of another VPC are of no use, whatever their zone, state and groups',
  },
  {
    faults: ['mountTargetsRefuseSpaces', 'outboundRuleMissing'],
    by: ['domainWithoutHomeFileSystem'],
    because: 'a domain without the two groups has none to admit, and none to edit',
  },
  {
    faults: ['directoryMissing'],
    by: ['directoryOfOtherOwner'],
    because: 'the second fault makes the directory again',
  },
  {
    faults: ['policyRequiresIam'],
    by: ['policyRequiresTls'],
    because: 'a file system has one policy',
  },
]

/** Age at which a studio of the test kit is old enough to be healthy. */
const SETTLED_MS = 300_000

/** Everything that `diagnose` can use, on a fake AWS. */
export function diagnosisContext(fake: Pick<FakeAws, 'clientConfig' | 'clock'>) {
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  return {
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudWatch: new CloudWatchClient(config),
    clock: fake.clock,
  }
}

/** Diagnoses a studio as a whole, and gives its report. */
export async function diagnoseStudio(studio: WorkingStudio, input: Partial<DiagnoseInput> = {}) {
  const { fake, domainId, fileSystemId, directories } = studio
  fake.clock.advance(SETTLED_MS)
  const context = { ...diagnosisContext(fake), directories }
  return assertOk(await diagnose(context, { domainId, fileSystemId, deep: true, ...input }))
}

/** Lines that are red or yellow. */
export function faultsIn(lines: readonly DiagnosisLine[]): readonly string[] {
  return lines
    .filter(({ verdict }) => verdict === 'red' || verdict === 'yellow')
    .map(({ check, verdict }) => `${verdict} ${check}`)
}

/** Input for a row or a pair of rows. */
export function inputFor(rows: readonly MatrixRow[]): Partial<DiagnoseInput> {
  return rows.some(({ scope }) => scope === 'domain') ? {} : { userProfileName: 'alice' }
}

export type Pair = readonly [MatrixRow, MatrixRow]

export const pairs: readonly Pair[] = matrix.flatMap((one, index) =>
  matrix.slice(index + 1).map((other): Pair => [one, other]),
)

/** The entry by which one fault of the pair hides the other; undefined for a pair that gives both lines. */
export function hiddenIn([one, other]: Pair): (Hidden & { readonly hides: MatrixRow }) | undefined {
  for (const [fault, by] of [
    [one, other],
    [other, one],
  ] as const) {
    const entry = hidden.find(({ faults, by: others }) => faults.includes(fault.stage) && others.includes(by.stage))
    if (entry !== undefined) return { ...entry, hides: fault }
  }
  return undefined
}

/** Lines that a pair is to give, in the order of the checks. */
export function expectedOf(pair: Pair): readonly string[] {
  const shown = pair.filter((fault) => fault !== hiddenIn(pair)?.hides)
  return [...new Set(shown.map(({ verdict, check }) => `${verdict} ${check}`))].toSorted()
}
