import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { Call, CallEndedError } from '../../call.js'
import { type FieldParser, listOf } from '../../model/parse/parse-input.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import { type AwsError, type AwsRequest, type AwsResult, MalformedReplyError } from './aws-error.js'
import { callAws } from './call-aws.js'
import { nameCredentialsErrors } from './credentials.js'
import type { Page } from './page.js'
import { readPages } from './pages.js'
import { readBody } from './reply-body.js'

/** A list of AWS, read page by page. */
export interface ListRead<Command, Reply, Item> {
  readonly request: AwsRequest
  /** `listing the domains of this Region`: for the error of a call that ends meanwhile. Default: `reading` the resource. */
  readonly pending?: string
  /** Command for the first page, or for the page of this token; a promise where its client is loaded first. */
  readonly command: (next: string | undefined) => Command | Promise<Command>
  readonly send: (command: Command, abortSignal: AbortSignal) => Promise<Reply>
  /** Member of the reply with the items, and its value. A last page without it is a `MalformedReplyError`. */
  readonly items: (reply: Reply) => readonly [field: string, items: unknown]
  readonly next: (reply: Reply) => unknown
  /** An item that it refuses makes the reply a `MalformedReplyError`. */
  readonly parse: FieldParser<Item>
  /** Default: read to the end. */
  readonly isEnough?: ((items: readonly Item[]) => boolean) | undefined
}

/** Reads a list to its end, or until the items so far are enough. A list without end is an error. */
export function readList<Command extends WithMiddleware, Reply, Item>(
  call: Call,
  list: ListRead<Command, Reply, Item>,
): ResultAsync<readonly Item[], AwsError | CallEndedError> {
  const { request, pending = `reading ${request.resource}`, isEnough } = list
  return readPages(call, { request, pending, readPage: (next) => readListPage(call, list, next), isEnough })
}

interface WithMiddleware {
  readonly middlewareStack: unknown
}

/** Bytes of one page: far more than the service sends, and little enough for a function's memory. */
const MAX_PAGE_BYTES: Partial<Readonly<Record<AwsRequest['service'], number>>> = {
  sagemaker: 4_000_000,
  efs: 16_000_000,
  ec2: 64_000_000,
}
const OTHER_PAGE_BYTES = 8_000_000

/** Reads one page, once. */
export function readListPage<Command extends WithMiddleware, Reply, Item>(
  call: Call,
  { request, command, send, items, next: nextIn, parse }: Omit<ListRead<Command, Reply, Item>, 'pending' | 'isEnough'>,
  next: string | undefined,
): AwsResult<Page<Item>> {
  const rule = { maxBytes: MAX_PAGE_BYTES[request.service] ?? OTHER_PAGE_BYTES }
  return callAws(call, request, async (abortSignal) =>
    send(readBody(nameCredentialsErrors(await command(next)), rule), abortSignal),
  )
    .andThen((reply): Result<Page<Item>, InvalidInputError | MalformedReplyError> => {
      const [field, value] = items(reply)
      return tokenIn(nextIn(reply)).andThen((token) =>
        listIn(request, field, token === undefined ? value : (value ?? []))
          .andThen((list) => listOf(parse)(list, field))
          .map((parsed) => ({ items: parsed, next: token })),
      )
    })
    .mapErr((error) =>
      error.name === 'InvalidInputError' ? new MalformedReplyError({ ...partsOf(error), request }) : error,
    )
}

/**
 * The list of a reply, for which AWS sends `[]` when it is empty. A reply that has none, as that of a proxy or of a client
 * that was mocked with `{}`, does not say that there is nothing.
 */
export function listIn<List>(
  request: AwsRequest,
  field: string,
  list: List | undefined,
): Result<List, MalformedReplyError> {
  if (list !== undefined) return ok(list)
  const hint = `AWS sends it even when it is empty: check for a proxy or a wrong endpoint; let a mock answer { ${field}: [] }.`
  return err(new MalformedReplyError({ request, field, allowed: 'a list', received: 'missing', hint }))
}

function partsOf({ field, allowed, received }: InvalidInputError) {
  return { field, allowed, received }
}

/** EC2 ends a list with an empty token. */
function tokenIn(value: unknown): Result<string | undefined, InvalidInputError> {
  if (value === undefined || value === null || value === '') return ok(undefined)
  if (typeof value === 'string') return ok(value)
  return err(
    new InvalidInputError({ field: 'the token of the next page', allowed: 'a text', received: quoteForMessage(value) }),
  )
}

/** Parses one member of a reply that is no list: the id of a resource that was made. */
export function parseReply<T>(
  request: AwsRequest,
  parsed: Result<T, InvalidInputError>,
): Result<T, MalformedReplyError> {
  return parsed.mapErr((error) => new MalformedReplyError({ ...partsOf(error), request }))
}
