import { err } from 'neverthrow'
import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '../../../model/file-system-path.js'
import { type FieldParser, optional, parseInput } from '../../../model/parse/parse-input.js'
import { parseWholeNumber } from '../../../model/parse/parse-text.js'
import {
  type KnownDirectories,
  type KnownDirectoriesPage,
  MAX_KNOWN_DIRECTORIES,
  type MeasureLimits,
  type MeasureSpec,
  type UsageMeter,
} from '../../usage-meter.js'
import { anywhere } from '../anywhere.js'
import { answerBy, isBelow, type VerbAnswer, writing } from '../verb-answer.js'

const parseMeasureSpec: FieldParser<MeasureSpec> = (value) => parseInput(value, { path: parseFileSystemPath })

const parsePage: FieldParser<KnownDirectoriesPage> = (value) =>
  parseInput(value, {
    path: parseFileSystemPath,
    limit: wholeFrom1To(MAX_KNOWN_DIRECTORIES),
  })

const MAX_OPERATIONS_PER_SECOND = 1_000_000
const MAX_MEASURE_MS = 900_000
const limitFields = {
  operationsPerSecond: wholeFrom1To(MAX_OPERATIONS_PER_SECOND),
  maxMs: wholeFrom1To(MAX_MEASURE_MS),
}
const parseLimits = optional<MeasureLimits, MeasureLimits>((value) => parseInput(value, limitFields), {
  operationsPerSecond: 1000,
  maxMs: 1000,
})

function wholeFrom1To(max: number): FieldParser<number> {
  return (value, field) => parseWholeNumber(value, field, { min: 1, max })
}

/** Verbs of the usage meter. */
export const usageVerbs: Readonly<Record<keyof UsageMeter, VerbAnswer>> = {
  measureDirectories: answerBy({
    ...writing(parseMeasureSpec),
    run: async (driver, specs, { measureLimits }) =>
      parseLimits(measureLimits, 'measureLimits').match(
        (limits) => driver.measureDirectories(specs, limits),
        async (error) => specs.map(() => err(error)),
      ),
  }),
  listKnownDirectories: answerBy({
    ...anywhere(parsePage),
    run: async (driver, pages, { root }) =>
      (await driver.listKnownDirectories(pages)).map((page) => page.map((known) => within(root, known))),
  }),
}

/** Leaves out directories that the function does not answer for. */
function within(root: FileSystemPath, known: KnownDirectories): KnownDirectories {
  const directories = known.directories.filter(({ path }) => root === ROOT_PATH || isBelow(root, path))
  return { ...known, directories }
}
