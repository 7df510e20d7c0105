import { StudioEfsError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import type { Setting } from './setting.js'

export type Environment = Readonly<Record<string, string | undefined>>

export type Settings = Readonly<Record<string, Setting<unknown>>>

export type Parsed<Known extends Settings> = {
  readonly [Name in keyof Known]: Known[Name] extends Setting<infer T> ? T : never
}

/** Finds problems between settings. A setting that could not be parsed is absent. */
export type Check<Known extends Settings> = (
  parsed: Partial<Parsed<Known>>,
  environment: Environment,
) => readonly ConfigurationProblem[]

/** One environment variable that is missing or wrong. */
export interface ConfigurationProblem {
  readonly variable: string
  readonly problem: string
}

/** The environment does not configure the function. Lists every problem; nothing was read or written. */
export class InvalidConfigurationError extends StudioEfsError {
  readonly name = 'InvalidConfigurationError'
  readonly problems: readonly ConfigurationProblem[]

  constructor({ problems }: Pick<InvalidConfigurationError, 'problems'>) {
    const list = problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')
    super({
      message: `Invalid environment: ${list}.`,
      retryable: false,
      hint: 'Correct the environment variables of the Lambda function.',
    })
    this.problems = problems
  }
}

const PREFIX = 'STUDIO_EFS_'

/** Reads all settings and reports all problems together. */
export function parseSettings<const Known extends Settings>(
  environment: Environment,
  known: Known,
  ...checks: readonly Check<NoInfer<Known>>[]
): Result<Parsed<Known>, InvalidConfigurationError> {
  const problems: ConfigurationProblem[] = [...unknownVariables(environment, known)]
  const parsed: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(known)) {
    const result = read(environment, setting)
    if (result.isOk()) parsed[name] = result.value
    else problems.push(result.error)
  }
  for (const check of checks) problems.push(...check(parsed as Partial<Parsed<Known>>, environment))
  return problems.length > 0 ? err(new InvalidConfigurationError({ problems })) : ok(parsed as Parsed<Known>)
}

function read(
  environment: Environment,
  { variables, parse, otherwise }: Setting<unknown>,
): Result<unknown, ConfigurationProblem> {
  const variable = variables.find((name) => (environment[name] ?? '') !== '')
  const value = variable === undefined ? undefined : environment[variable]
  if (variable === undefined || value === undefined)
    return 'value' in otherwise
      ? ok(otherwise.value)
      : err({ variable: variables[0], problem: `is missing: ${otherwise.missing}` })
  return parse(value, variable).mapErr(({ received, allowed }) => ({
    variable,
    problem: `is ${received}; allowed: ${allowed}`,
  }))
}

/** A misspelled variable would go unnoticed, so one with the prefix that the function does not read is a problem. */
function unknownVariables(environment: Environment, known: Settings): readonly ConfigurationProblem[] {
  const names = Object.values(known).flatMap(({ variables }) => variables)
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !names.includes(variable))
    .map((variable) => ({
      variable,
      problem: `is not known; the known ones are ${names.filter((name) => name.startsWith(PREFIX)).join(', ')}`,
    }))
}
