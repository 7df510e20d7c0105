import { err, ok, Result } from 'neverthrow'
import { type DomainId, parseDomainId } from '../model/ids.js'
import type { FieldParser } from '../model/parse/parse-input.js'
import { isJsonObject, parseJson } from '../model/parse/parse-json.js'
import { InvalidInputError } from '../studio-efs-error.js'

/** Where a run over the items of domains goes on. */
export interface ResumePoint<Ref> {
  /** Domains whose items are not all listed yet; the first one's list goes on at `nextToken`. */
  readonly domainIds: readonly DomainId[]
  readonly nextToken: string | undefined
  /** Items that were listed before that and have no outcome. */
  readonly pending: readonly Ref[]
}

/** Form of the items of a run in a token: their names, by domain. */
export interface NamedItems<Ref> {
  readonly nameOf: (ref: Ref) => string
  readonly parseName: FieldParser<unknown>
  readonly refOf: (domainId: DomainId, name: string) => Ref
}

interface Encoded {
  readonly v: 1
  /** File system of the run that wrote it: for another one, other profiles are left to do. */
  readonly fs: string
  readonly d: readonly string[]
  readonly n?: string
  /** Names by domain. */
  readonly p: Readonly<Record<string, readonly string[]>>
  /** Present for a dry run. */
  readonly dry?: true
  /** Absent for a backfill. */
  readonly op?: Exclude<ResumableOperation, 'backfill'>
}

const OPERATIONS = ['backfill', 'detach', 'adopt', 'attach-spaces', 'detach-spaces'] as const

/** Operations whose runs hand out tokens. For another one, other items are left to do. */
export type ResumableOperation = (typeof OPERATIONS)[number]

interface EncodingRun<Ref> {
  readonly items: NamedItems<Ref>
  readonly operation: ResumableOperation
  readonly fileSystemId: string
  readonly dryRun: boolean
}

const FIELD = 'resumeToken'
const ALLOWED = 'a resume token as it was handed out, for a run of the same operation, file system, domains and dryRun'
const MAX_CHARACTERS = 262_144
const MAX_NEXT_TOKEN_CHARACTERS = 8192

export function encodeResumeToken<Ref extends { readonly domainId: DomainId }>(
  { operation, fileSystemId, dryRun, items }: EncodingRun<Ref>,
  { domainIds, nextToken, pending }: ResumePoint<Ref>,
): string {
  const names: Record<string, string[]> = {}
  for (const ref of pending) {
    names[ref.domainId] ??= []
    names[ref.domainId]?.push(items.nameOf(ref))
  }
  const next = {
    ...(nextToken && { n: nextToken }),
    ...(dryRun && { dry: true as const }),
    ...(operation !== 'backfill' && { op: operation }),
  }
  const encoded: Encoded = { v: 1, fs: fileSystemId, d: domainIds, p: names, ...next }
  return Buffer.from(JSON.stringify(encoded)).toString('base64url')
}

export interface ResumingRun<Ref> {
  readonly items: NamedItems<Ref>
  readonly operation: ResumableOperation
  readonly fileSystemId: string
  /** Domains that the token may name. Undefined: any. */
  readonly domainIds: readonly DomainId[] | undefined
  /** Undefined: as the run began. */
  readonly dryRun: boolean | undefined
}

/** Parses a token from an untrusted place. A run goes on as it began: the token of a dry run never starts to write. */
export function parseResumeToken<Ref extends { readonly domainId: DomainId }>(
  token: unknown,
  run: ResumingRun<Ref>,
): Result<ResumePoint<Ref> & { readonly dryRun: boolean }, InvalidInputError> {
  const content = decode(token)
  if (!isEncoded(content)) return refused('something else')
  if ((content.op ?? 'backfill') !== run.operation) return refused('a token of another operation')
  if (content.fs !== run.fileSystemId) return refused('a token of another file system')
  const dryRun = content.dry === true
  if (run.dryRun !== undefined && run.dryRun !== dryRun)
    return refused(dryRun ? 'a token of a dry run' : 'a token of a run that writes')
  const pending = Object.entries(content.p).flatMap(([domainId, names]) => names.map((name) => ({ domainId, name })))
  return Result.combine([
    Result.combine(content.d.map((id) => parseDomainId(id, FIELD))),
    Result.combine(pending.map(({ domainId, name }) => parsePending(run.items, domainId, name))),
  ]).andThen(([domainIds, refs]) => {
    const named = [...domainIds, ...refs.map(({ domainId }) => domainId)]
    if (run.domainIds !== undefined && named.some((id) => !run.domainIds?.includes(id)))
      return refused('a token of other domains')
    return ok({ domainIds, nextToken: content.n, pending: refs, dryRun })
  })
}

function parsePending<Ref>(
  { parseName, refOf }: NamedItems<Ref>,
  domainId: string,
  name: string,
): Result<Ref, InvalidInputError> {
  return parseDomainId(domainId, FIELD).andThen((id) => parseName(name, FIELD).map(() => refOf(id, name)))
}

function decode(token: unknown): unknown {
  if (typeof token !== 'string' || token.length > MAX_CHARACTERS) return undefined
  return parseJson(Buffer.from(token, 'base64url').toString('utf8'))
}

function isEncoded(content: unknown): content is Encoded {
  if (!isJsonObject(content) || content['v'] !== 1 || typeof content['fs'] !== 'string') return false
  const { n, p, dry, op } = content
  if ((dry !== undefined && dry !== true) || (op !== undefined && !isOperation(op))) return false
  const nextToken = n === undefined || (typeof n === 'string' && n.length > 0 && n.length <= MAX_NEXT_TOKEN_CHARACTERS)
  return nextToken && areStrings(content['d']) && isJsonObject(p) && Object.values(p).every(areStrings)
}

function isOperation(value: unknown): boolean {
  return OPERATIONS.some((operation) => operation === value)
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function refused(received: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError({ field: FIELD, allowed: ALLOWED, received }))
}
