import type { Call } from '../../call.js'
import type { AwsRequest } from './aws-error.js'

/** Client of a call, as far as it is used here. One that a test made may have no settings. */
interface Client {
  readonly config?: { readonly region?: unknown }
}

/** Names of the clients in a call that are spelled another way than their service. */
const clientKeys: Partial<Readonly<Record<AwsRequest['service'], string>>> = {
  cloudtrail: 'cloudTrail',
  cloudwatch: 'cloudWatch',
  cloudformation: 'cloudFormation',
}

export function clientOf(call: Call, service: AwsRequest['service']): Client | undefined {
  return (call as unknown as Readonly<Record<string, Client | undefined>>)[clientKeys[service] ?? service]
}

/** Region of a client. `none`: it has none that is a name of a Region. Undefined: the client does not say. */
export type ClientRegion =
  | { readonly kind: 'named'; readonly region: string }
  | { readonly kind: 'none'; readonly reason: string }

export async function clientRegion({ config }: Client): Promise<ClientRegion | undefined> {
  if (typeof config?.region !== 'function') return undefined
  try {
    return { kind: 'named', region: await config.region() }
  } catch (thrown) {
    return { kind: 'none', reason: thrown instanceof Error ? thrown.message : 'Region is missing' }
  }
}

/** Name of the client's Region; undefined when none is configured. */
export async function regionOf(client: Client): Promise<string | undefined> {
  const region = await clientRegion(client)
  return region?.kind === 'named' ? region.region : undefined
}

/**
 * Account by the settings of a client. All contexts and calls with one client ask the same account, so this belongs to the
 * module; nothing is asked to learn it.
 */
const accounts = new WeakMap<object, string>()

/** Only of services whose resources belong to the account that is asked: subnets may be shared by another one. */
const ARN = /^arn:[a-z-]+:(?:sagemaker|elasticfilesystem):[a-z0-9-]*:(\d{12}):/
const ARN_IN_TEXT = /arn:[a-z-]+:(?:sagemaker|elasticfilesystem|lambda):[a-z0-9-]*:(\d{12}):/

/** Keeps the account that a reply names in the ARN of its resource. */
export function noteAccount(client: Client | undefined, reply: unknown): void {
  const config = client?.config
  if (typeof config !== 'object' || accounts.has(config)) return
  const accountId = Object.entries(Object(reply))
    .filter(([name, value]) => name.endsWith('Arn') && typeof value === 'string')
    .map(([, value]) => ARN.exec(value as string)?.[1])
    .find((found) => found !== undefined)
  if (accountId !== undefined) accounts.set(config, accountId)
}

/** The account that was asked: of an ARN in the exception's text, or of an earlier reply to the same client. */
export function accountAsked(client: Client | undefined, thrown: unknown): string | undefined {
  const text = thrown instanceof Error ? thrown.message : ''
  return ARN_IN_TEXT.exec(text)?.[1] ?? (client?.config && accounts.get(client.config))
}
