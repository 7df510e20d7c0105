import { err, ok, Result } from 'neverthrow'
import type { UserProfileRef } from '../model/ids.js'
import { type DomainId, parseDomainId, parseUserProfileName } from '../model/ids.js'
import { isJsonObject, parseJson } from '../model/parse/parse-json.js'
import { InvalidInputError } from '../studio-efs-error.js'

/** Where a run over user profiles goes on. */
export interface ResumePoint {
  /** Domains whose profiles are not all listed yet; the first one's list goes on at `nextToken`. */
  readonly domainIds: readonly DomainId[]
  readonly nextToken: string | undefined
  /** Profiles that were listed before that and have no outcome. */
  readonly pending: readonly UserProfileRef[]
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
  readonly op?: 'detach' | 'adopt'
}

/** Operations whose runs hand out tokens. For another one, other profiles are left to do. */
export type ResumableOperation = 'backfill' | 'detach' | 'adopt'

interface EncodingRun {
  readonly operation: ResumableOperation
  readonly fileSystemId: string
  readonly dryRun: boolean
}

const FIELD = 'resumeToken'
const ALLOWED = 'a resume token as it was handed out, for a run of the same operation, file system, domains and dryRun'
const MAX_CHARACTERS = 262_144
const MAX_NEXT_TOKEN_CHARACTERS = 8192

export function encodeResumeToken(
  { operation, fileSystemId, dryRun }: EncodingRun,
  { domainIds, nextToken, pending }: ResumePoint,
): string {
  const names: Record<string, string[]> = {}
  for (const { domainId, userProfileName } of pending) {
    names[domainId] ??= []
    names[domainId].push(userProfileName)
  }
  const next = {
    ...(nextToken && { n: nextToken }),
    ...(dryRun && { dry: true as const }),
    ...(operation !== 'backfill' && { op: operation }),
  }
  const encoded: Encoded = { v: 1, fs: fileSystemId, d: domainIds, p: names, ...next }
  return Buffer.from(JSON.stringify(encoded)).toString('base64url')
}

export interface ResumingRun {
  readonly operation: ResumableOperation
  readonly fileSystemId: string
  /** Domains that the token may name. Undefined: any. */
  readonly domainIds: readonly DomainId[] | undefined
  /** Undefined: as the run began. */
  readonly dryRun: boolean | undefined
}

/** Parses a token from an untrusted place. A run goes on as it began: the token of a dry run never starts to write. */
export function parseResumeToken(
  token: unknown,
  run: ResumingRun,
): Result<ResumePoint & { readonly dryRun: boolean }, InvalidInputError> {
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
    Result.combine(pending.map(({ domainId, name }) => parsePending(domainId, name))),
  ]).andThen(([domainIds, refs]) => {
    const named = [...domainIds, ...refs.map(({ domainId }) => domainId)]
    if (run.domainIds !== undefined && named.some((id) => !run.domainIds?.includes(id)))
      return refused('a token of other domains')
    return ok({ domainIds, nextToken: content.n, pending: refs, dryRun })
  })
}

function parsePending(domainId: string, name: string): Result<UserProfileRef, InvalidInputError> {
  return Result.combine([parseDomainId(domainId, FIELD), parseUserProfileName(name, FIELD)]).map(
    ([parsedDomainId, userProfileName]) => ({ domainId: parsedDomainId, userProfileName }),
  )
}

function decode(token: unknown): unknown {
  if (typeof token !== 'string' || token.length > MAX_CHARACTERS) return undefined
  return parseJson(Buffer.from(token, 'base64url').toString('utf8'))
}

function isEncoded(content: unknown): content is Encoded {
  if (!isJsonObject(content) || content['v'] !== 1 || typeof content['fs'] !== 'string') return false
  const { n, p, dry, op } = content
  if ((dry !== undefined && dry !== true) || (op !== undefined && op !== 'detach' && op !== 'adopt')) return false
  const nextToken = n === undefined || (typeof n === 'string' && n.length > 0 && n.length <= MAX_NEXT_TOKEN_CHARACTERS)
  return nextToken && areStrings(content['d']) && isJsonObject(p) && Object.values(p).every(areStrings)
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function refused(received: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError({ field: FIELD, allowed: ALLOWED, received }))
}
