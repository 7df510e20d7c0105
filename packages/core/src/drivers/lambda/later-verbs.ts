import { parseGeneration } from '../../model/claim.js'
import { parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, parseInput } from '../../model/parse/parse-input.js'
import type { ReleaseSpec } from '../claim-store.js'
import type { LaterVerb } from '../later-verbs.js'
import { identityVerbs } from './identities/identity-verbs.js'
import { answerBy, type VerbAnswer, writing } from './verb-answer.js'

const parseReleaseSpec: FieldParser<ReleaseSpec> = (value) =>
  parseInput(value, { path: parseFileSystemPath, generation: parseGeneration })

/** Verbs that few requests have. The directory function loads them with the first of these requests. */
export const laterVerbs: Readonly<Record<LaterVerb, VerbAnswer>> = {
  ...identityVerbs,
  releaseDirectories: answerBy({
    ...writing(parseReleaseSpec),
    run: (driver, specs) => driver.releaseDirectories(specs),
  }),
}
