import { StudioEfsError } from '@studio-efs/core/driver-kit'

/** One environment variable that is missing or wrong. */
export interface ConfigurationProblem {
  readonly variable: string
  readonly problem: string
}

/** The function's environment does not configure it. All problems are listed at once; nothing was read or written. */
export class InvalidConfigurationError extends StudioEfsError {
  readonly name = 'InvalidConfigurationError'
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    const list = problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')
    super(`The function's environment is not complete or not right: ${list}.`, {
      retryable: false,
      hint: 'Correct the environment variables of the Lambda function.',
    })
  }
}
