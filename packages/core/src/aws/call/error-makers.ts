import {
  AccessDeniedError,
  AlreadyExistsError,
  type AwsError,
  type AwsReply,
  type AwsRequest,
  ClientNotInstalledError,
  ConnectionError,
  CredentialsError,
  RequestRefusedError,
  ResourceInUseError,
  ResourceLimitExceededError,
  ResourceNotFoundError,
  ServiceFailureError,
  ThrottledError,
  UnreadableReplyError,
} from './aws-error.js'
import { credentialsHint, denialHint, notFoundHint } from './hints.js'

/** Makes the typed error of one kind of exception. */
export type Make = (request: AwsRequest, reply: AwsReply, cause: Error) => AwsError

export const denied: Make = (request, reply, cause) =>
  new AccessDeniedError({ request, reply, retryable: false, hint: denialHint(reply.message), cause })

export const noCredentials: Make = (request, reply, cause) =>
  new CredentialsError({ request, reply, retryable: false, hint: credentialsHint(reply), cause })

export const notFound: Make = (request, reply, cause) =>
  new ResourceNotFoundError({
    request,
    reply,
    retryable: false,
    hint: notFoundHint(request),
    cause,
  })

export const notInstalled: Make = (request, _reply, cause) => {
  const packageName = /'(@aws-sdk\/client-[a-z0-9-]+)/.exec(cause.message)?.[1] ?? `@aws-sdk/client-${request.service}`
  const reply = { code: 'ClientNotInstalled', message: `the package ${packageName} is not installed` }
  const hint = `Install it: npm install ${packageName}.`
  return new ClientNotInstalledError({ request, reply, retryable: false, hint, cause })
}

export const inUse: Make = (request, reply, cause) => new ResourceInUseError({ request, reply, retryable: true, cause })

export const exists: Make = (request, reply, cause) =>
  new AlreadyExistsError({ request, reply, retryable: false, cause })

export const limit: Make = (request, reply, cause) =>
  new ResourceLimitExceededError({
    request,
    reply,
    retryable: false,
    hint: 'Ask for a higher quota in Service Quotas.',
    cause,
  })

export const noAddress: Make = (request, reply, cause) =>
  new ResourceLimitExceededError({
    request,
    reply,
    retryable: false,
    hint: 'Free an IP address in that subnet, or name another subnet of the same zone.',
    cause,
  })

export const throttled: Make = (request, reply, cause) => new ThrottledError({ request, reply, retryable: true, cause })

// SageMaker may take the execution role that goes along with the list for a change of role.
const RUNNING_APPS_HINT =
  "If it is about running apps: stop those of the domain's shared spaces, or leave shared spaces out with scope 'private'."

export const refused: Make = (request, reply, cause) => {
  const hint = denialHint(reply.message) ?? (request.operation === 'UpdateDomain' ? RUNNING_APPS_HINT : undefined)
  return new RequestRefusedError({ request, reply, retryable: false, hint, cause })
}

export const failed: Make = (request, reply, cause) =>
  new ServiceFailureError({ request, reply, retryable: true, cause })

export const tooLarge: Make = (request, reply, cause) =>
  new ServiceFailureError({
    request,
    reply,
    retryable: false,
    hint: 'Check the endpoint: AWS sends no reply of this size, a proxy may.',
    cause,
  })

interface Unparsed extends Error {
  readonly $response?: { readonly statusCode?: unknown; readonly headers?: Readonly<Record<string, unknown>> }
}

export const unreadable: Make = (request, { message, requestId }, cause: Unparsed) => {
  const { statusCode, headers } = cause.$response ?? {}
  const parts = [statusCode && `HTTP ${statusCode}`, headers?.['content-type']].filter(Boolean)
  // The SDK appends advice to a text of one line.
  const [reason] = message.split('\n')
  const reply = {
    code: 'UnreadableReply',
    message: `the answer (${parts.join(', ')}) is not AWS's: ${reason}`,
    requestId,
  }
  const hint =
    'A proxy or a wrong endpoint may have answered, or the answer was cut off: check AWS_ENDPOINT_URL, the client and the network.'
  return new UnreadableReplyError({ request, reply, retryable: true, hint, cause })
}

export const disconnected: Make = (request, reply, cause) =>
  new ConnectionError({ request, reply, retryable: true, cause })

export const noHost: Make = (request, reply, cause) =>
  new ConnectionError({
    request,
    reply,
    retryable: true,
    hint: 'There is no such host: check the Region, the endpoint and the network.',
    cause,
  })

export const untrusted: Make = (request, reply, cause) =>
  new ConnectionError({
    request,
    reply,
    retryable: false,
    hint: 'The certificate is not trusted: check for a proxy, NODE_EXTRA_CA_CERTS, and the clock of this computer.',
    cause,
  })
