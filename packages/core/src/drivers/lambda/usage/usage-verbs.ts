import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '../../../model/file-system-path.js'
import { type FieldParser, parseInput } from '../../../model/parse/parse-input.js'
import { parseWholeNumber } from '../../../model/parse/parse-text.js'
import {
  type KnownDirectories,
  type KnownDirectoriesPage,
  MAX_KNOWN_DIRECTORIES,
  type MeasureSpec,
  type UsageMeter,
} from '../../usage-meter.js'
import { answerBy, isBelow, type VerbAnswer, writing } from '../verb-answer.js'

const parseMeasureSpec: FieldParser<MeasureSpec> = (value) => parseInput(value, { path: parseFileSystemPath })

const parsePage: FieldParser<KnownDirectoriesPage> = (value) =>
  parseInput(value, {
    path: parseFileSystemPath,
    limit: (limit: unknown, field: string) => parseWholeNumber(limit, field, { min: 1, max: MAX_KNOWN_DIRECTORIES }),
  })

/** Verbs of the usage meter. */
export const usageVerbs: Readonly<Record<keyof UsageMeter, VerbAnswer>> = {
  measureDirectories: answerBy({
    ...writing(parseMeasureSpec),
    run: (driver, specs, { measureLimits }) => driver.measureDirectories(specs, measureLimits),
  }),
  listKnownDirectories: answerBy({
    parse: parsePage,
    pathOf: ({ path }) => path,
    allows: () => true,
    run: async (driver, pages, { root }) =>
      (await driver.listKnownDirectories(pages)).map((page) => page.map((known) => within(root, known))),
  }),
}

/** Leaves out directories that the function does not answer for. */
function within(root: FileSystemPath, known: KnownDirectories): KnownDirectories {
  const directories = known.directories.filter(({ path }) => root === ROOT_PATH || isBelow(root, path))
  return { ...known, directories }
}
