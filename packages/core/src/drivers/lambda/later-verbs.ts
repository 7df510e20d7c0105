import { parseGeneration } from '../../model/claim.js'
import { parseDirectoryMode } from '../../model/directory-mode.js'
import { parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, oneOf, optional, parseInput, parseTime } from '../../model/parse/parse-input.js'
import { parseText, parseWholeNumber } from '../../model/parse/parse-text.js'
import { parseArchiveName } from '../../model/state/archive-name.js'
import { parseRecoveryFolder } from '../../model/state/recovery-folder.js'
import {
  type AbsenceSpec,
  type ClaimPage,
  type ClaimPageSpec,
  MAX_PAGE,
  type PageSpec,
  type PurgeSpec,
  type RecoverySource,
  type RestoreSpec,
} from '../archive-store.js'
import type { ReleaseSpec } from '../claim-store.js'
import type { LaterVerb } from '../later-verbs.js'
import { anywhere } from './anywhere.js'
import { identityVerbs } from './identities/identity-verbs.js'
import { parseOwner } from './parse-spec.js'
import { usageVerbs } from './usage/usage-verbs.js'
import { answerBy, isBelow, type VerbAnswer, writing } from './verb-answer.js'
import { parsePageToken } from './wire-archive.js'

const MAX_BUDGET_MS = 900_000

const parseReleaseSpec: FieldParser<ReleaseSpec> = (value) =>
  parseInput(value, { path: parseFileSystemPath, generation: parseGeneration })

const pageFields = {
  after: optional(parsePageToken, undefined),
  limit: (limit: unknown, field: string) => parseWholeNumber(limit, field, { min: 1, max: MAX_PAGE }),
}

const parsePage: FieldParser<PageSpec> = (value) =>
  parseInput(value, pageFields).map(({ after, limit }) => ({ ...(after !== undefined && { after }), limit }))

const parseClaimPageSpec: FieldParser<ClaimPageSpec> = (value) =>
  parseInput(value, { ...pageFields, spelledLike: optional(parseFileSystemPath, undefined) }).map(
    ({ after, limit, spelledLike }) => ({
      ...{ ...(after !== undefined && { after }), limit },
      ...(spelledLike !== undefined && { spelledLike }),
    }),
  )

const parseNothing: FieldParser<object> = (value) => parseInput(value, {})

const parseAbsence: FieldParser<AbsenceSpec> = (value) =>
  parseInput(value, {
    path: parseFileSystemPath,
    generation: parseGeneration,
    profile: oneOf('gone', 'there', 'unchanged'),
  })

const parseIsoTime: FieldParser<string> = (time, field) => parseTime(time, field).map((date) => date.toISOString())

const parseAge: FieldParser<number> = (ms, field) =>
  parseWholeNumber(ms, field, { min: 0, max: Number.MAX_SAFE_INTEGER })

const parsePurge: FieldParser<PurgeSpec> = (value) =>
  parseInput(value, {
    archive: parseArchiveName,
    archivedAt: parseIsoTime,
    minAgeMs: optional(parseAge, undefined),
    action: oneOf('delete', 'measure'),
    budgetMs: (ms: unknown, field: string) => parseWholeNumber(ms, field, { min: 0, max: MAX_BUDGET_MS }),
  }).map(({ minAgeMs, ...spec }) => ({ ...spec, ...(minAgeMs !== undefined && { minAgeMs }) }))

const besideRule = { pattern: /^restored-[-a-z0-9]+$/, min: 10, max: 60, allowed: 'a name such as restored-2026-11-26' }
/** Shorter than the time after which another process takes the work over. */
const MAX_RESTORE_MS = 60_000

const parseRecovery: FieldParser<RecoverySource> = (value) =>
  parseInput(value, {
    item: parseFileSystemPath,
    startedAt: parseIsoTime,
    endedAt: parseIsoTime,
    folder: optional(parseRecoveryFolder, undefined),
    otherOwner: oneOf('refuse', 'accept'),
  }).map(({ folder, ...source }) => ({ ...source, ...(folder !== undefined && { folder }) }))

const parseRestore: FieldParser<RestoreSpec> = (value) =>
  parseInput(value, {
    archive: parseArchiveName,
    path: parseFileSystemPath,
    generation: parseGeneration,
    owner: parseOwner,
    mode: parseDirectoryMode,
    besideName: (name: unknown, field: string) => parseText(name, field, besideRule),
    hardLinks: oneOf('leave', 'change'),
    recovery: optional(parseRecovery, undefined),
    action: oneOf('restore', 'inspect'),
    budgetMs: (ms: unknown, field: string) => parseWholeNumber(ms, field, { min: 0, max: MAX_RESTORE_MS }),
  }).map(({ recovery, ...spec }) => ({ ...spec, ...(recovery && { recovery }) }))

/** Verbs that few requests have. The directory function loads them with the first of these requests. */
export const laterVerbs: Readonly<Record<LaterVerb, VerbAnswer>> = {
  ...identityVerbs,
  ...usageVerbs,
  releaseDirectories: answerBy({
    ...writing(parseReleaseSpec),
    run: (driver, specs) => driver.releaseDirectories(specs),
  }),
  listClaims: answerBy({
    ...anywhere(parseClaimPageSpec),
    run: async (driver, pages, { root }) =>
      (await driver.listClaims(pages)).map((result) =>
        result.map(
          (page): ClaimPage => ({
            ...page,
            claims: page.claims.filter(({ path }) => isBelow(root, path)),
            unreadable: page.unreadable.filter((path) => isBelow(root, path)),
          }),
        ),
      ),
  }),
  readServerTime: answerBy({
    ...anywhere(parseNothing),
    run: (driver, items) => Promise.all(items.map(() => driver.readServerTime())),
  }),
  listArchives: answerBy({ ...anywhere(parsePage), run: (driver, pages) => driver.listArchives(pages) }),
  noteAbsences: answerBy({ ...writing(parseAbsence), run: (driver, specs) => driver.noteAbsences(specs) }),
  restoreDirectories: answerBy({
    ...writing(parseRestore),
    // What is recovered was below the root, too, when it was backed up.
    allows: (root, { path, recovery }) =>
      isBelow(root, path) && (recovery === undefined || isBelow(root, recovery.item)),
    run: (driver, specs) => driver.restoreDirectories(specs),
  }),
  purgeArchives: answerBy({ ...anywhere(parsePurge), run: (driver, specs) => driver.purgeArchives(specs) }),
}
