import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import known from '../../cloudformation/parameters.json' with { type: 'json' }

/** Parameters that decide what a deployment finds and changes, with the defaults of the template. A test compares them. */
export const rehearsalDefaults = {
  Scenario: 'PrivateDirectories',
  Layout: '/_domains/{domainId}/{userProfileName}',
  SharedPath: '/_shared',
  ForeignDirectories: 'refuse',
  Scope: 'both',
  ExecutionRoleArn: '',
  FileSystemId: '',
  KmsKeyArn: '',
  FileSystemPolicy: 'none',
  Tags: '',
  ExcludedSubnets: '',
} as const

export type RehearsalParameters = Readonly<Record<keyof typeof rehearsalDefaults, string>>

const NAMES: readonly string[] = Object.keys(known['studio-efs.yaml'])
const SCENARIOS: readonly string[] = ['PrivateDirectories', 'DomainShared', 'VpcShared']

/** Fills in the defaults. Refuses a name that the template does not have, and a scenario that it does not know. */
export function parseRehearsalParameters(
  given: Readonly<Record<string, string>>,
): Result<RehearsalParameters, InvalidInputError> {
  const wrong = Object.keys(given).find((name) => !NAMES.includes(name))
  if (wrong !== undefined)
    return err(new InvalidInputError({ field: wrong, allowed: `one of ${NAMES.join(', ')}`, received: 'unknown' }))
  const all = { ...rehearsalDefaults, ...given }
  if (SCENARIOS.includes(all.Scenario)) return ok(all)
  const received = quoteForMessage(all.Scenario)
  return err(new InvalidInputError({ field: 'Scenario', allowed: SCENARIOS.join(', '), received }))
}
