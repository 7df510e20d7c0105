import type { Command } from 'commander'
import { given } from '../command/given.js'
import type { Rows } from '../view/table.js'

/** Options that choose the domains of a VPC. */
export interface VpcOptions {
  readonly includeDomain?: readonly string[]
  readonly excludeDomain?: readonly string[]
}

export function addVpcOptions(command: Command): Command {
  return command
    .option('--include-domain <ids...>', 'only these domains (default: every domain of the VPC)')
    .option('--exclude-domain <ids...>', 'domains to leave out')
}

export function vpcInput({ includeDomain, excludeDomain }: VpcOptions) {
  return given({ includeDomainIds: includeDomain, excludeDomainIds: excludeDomain })
}

/** Outcome of one domain, as far as it is shown. */
interface DomainOutcome {
  readonly domainId: string
  readonly outcome: string
  readonly reason?: string
  readonly error?: Error
}

/** `changed`: the words for a domain that was changed, or that a dry run would change. */
export function domainRows(domains: readonly DomainOutcome[], changed: 'changed' | 'to be changed'): Rows {
  return {
    columns: ['domain', 'outcome', 'reason'],
    rows: domains.map(({ domainId, outcome, reason, error }) => [
      domainId,
      outcome === 'changed' ? changed : outcome,
      reason ?? error?.name ?? '',
    ]),
  }
}

/** Says so where the options choose no domain at all. */
export function domainNotes(vpcId: string, domains: readonly DomainOutcome[]): readonly string[] {
  return domains.length > 0
    ? []
    : [`No domain of this account and Region is in ${vpcId}, as far as these options choose.`]
}

export function domainFailures(domains: readonly DomainOutcome[]): readonly string[] {
  return domains.flatMap(({ domainId, error }) => (error === undefined ? [] : [`${domainId}: ${error.message}`]))
}
