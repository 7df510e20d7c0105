import type { AwsRequest } from './aws-error.js'

/** `iam:PassRole` in "… is not authorized to perform: iam:PassRole on resource: …". */
const ACTION = /not authorized to perform:? ([a-z][a-z0-9-]{0,60}:[A-Za-z][A-Za-z0-9]{0,100})\b/
const KIND =
  '((?:identity-based|resource-based|session|service control|resource control|VPC endpoint) policy|permissions boundary)'
const DENIED_BY = new RegExp(`explicit deny in an? ${KIND}`, 'i')
const MISSING_IN = new RegExp(`because no ${KIND} allows`, 'i')

/**
 * Advice on a denial, from AWS's own text: the action that is missing is often not the one that was called. Undefined when
 * the text names none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialHint(message: string): string | undefined {
  const action = ACTION.exec(message)?.[1]
  if (action === undefined) return undefined
  const denying = DENIED_BY.exec(message)?.[1]
  if (denying !== undefined) return explicitDenyHint(action, denying)
  const silent = MISSING_IN.exec(message)?.[1]
  const allowed = `Allow ${action}${message.includes(' on resource') ? ' on that resource' : ''}`
  if (silent === undefined || silent === 'identity-based policy') return `${allowed} to the role that runs this.`
  if (silent === 'resource-based policy')
    return `${allowed} to the role that runs this, in the policy of the resource or of the role.`
  return `${allowed} in the ${silent}${isOfOrganization(silent) ? ' of the organization' : ''} too: the role's own policies are not enough.`
}

function explicitDenyHint(action: string, policy: string): string {
  return isOfOrganization(policy)
    ? `A ${policy} of the organization denies ${action}: ask its administrator; no other policy can allow it.`
    : `The ${policy} denies ${action}: change it there; no other policy can allow it.`
}

function isOfOrganization(policy: string): boolean {
  return policy === 'service control policy' || policy === 'resource control policy'
}

const CREDENTIALS_HINT = 'Check the credentials and the Region that the AWS SDK finds in this environment.'
const EXPIRED_HINT = 'The session has ended: sign in again, or give the client a provider that renews its credentials.'
const CLOCK_HINT = 'Set the clock of this computer: AWS takes signatures that are at most a few minutes old or ahead.'
const CLOCK_CODES: ReadonlySet<string> = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'])
const CLOCK_TEXT = /signature (has )?expired|signature not yet current|is now (earlier|later) than/i

/** Advice on credentials that AWS refused; a signature that is too old or too new speaks of the clock. */
export function credentialsHint({ code, message }: { readonly code: string; readonly message: string }): string {
  if (CLOCK_CODES.has(code) || CLOCK_TEXT.test(message)) return CLOCK_HINT
  return /^ExpiredToken/.test(code) ? EXPIRED_HINT : CREDENTIALS_HINT
}

/** Advice on what does not exist: a wrong Region or account is the most frequent reason. */
export function notFoundHint({ region, accountId }: Pick<AwsRequest, 'region' | 'accountId'>): string {
  const places = [region && `Region ${region}`, accountId && `account ${accountId}`].filter(Boolean)
  const asked = places.length > 0 ? `It was looked for in ${places.join(', ')}. ` : ''
  return `${asked}Check the id, the name, the Region and the account; it may have been deleted in the meantime.`
}
