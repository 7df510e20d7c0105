import type { StudioEfsError } from '@studio-efs/core'
import { withAwsCommands } from './aws-commands.js'
import { withTerminalWords } from './hint-words.js'
import { optionOf, withCommands } from './operation-words.js'

/** Recognizes core's errors by their fields, without loading core. */
export function isStudioEfsError(thrown: unknown): thrown is StudioEfsError {
  return thrown instanceof Error && 'retryable' in thrown && 'page' in thrown
}

/** Arguments and options of a command, by which core's fields are known to its users. */
export interface CommandNames {
  /** `domain-id` of `<domain-id>`. */
  readonly arguments: readonly string[]
  /** `file-system` of `--file-system <id>`. */
  readonly options: readonly string[]
}

/**
 * Sentence for the user of a command: core's message, with the command's words for core's fields. `profile`: that of the AWS
 * configuration, where one is named.
 */
export function errorText(error: Error, names: CommandNames, profile?: string): string {
  const { name, field, received, allowed, hint, cause } = error as Error & Record<string, unknown>
  if (name !== 'InvalidInputError' || typeof field !== 'string')
    return inWordsOf(names, `${error.message}${name === UNAVAILABLE ? reasonOf(hint, cause) : ''}`, profile)
  const word = wordFor(field, names) ?? optionOf(field) ?? field
  return `${word} is ${received}; allowed: ${inWordsOf(names, `${allowed}.${hint === undefined ? '' : ` ${hint}`}`)}`
}

const UNAVAILABLE = 'DirectoryFunctionUnavailableError'

/** The error of the function says what happened with its name only, where there is no advice. */
function reasonOf(hint: unknown, cause: unknown): string {
  return hint === undefined && cause instanceof Error ? ` ${cause.message}` : ''
}

/** Fields whose names differ from the command's words by more than their spelling. */
const SYNONYMS: Readonly<Record<string, string>> = {
  fileSystemPath: 'path',
  userProfileName: 'user-profile',
  spaceName: 'space',
  spaceNames: 'space',
  timeoutMs: 'timeout',
  resumeToken: 'resume',
  location: 'logs',
  singleSignOnUserValue: 'sso-user',
  first: 'first-uid',
  last: 'last-uid',
  backupVaultName: 'vault',
  recoveryPointArn: 'recovery-point',
  restoreJobId: 'job',
  restoreRoleArn: 'role',
}

export function wordFor(field: string, names: CommandNames): string | undefined {
  const kebab = (SYNONYMS[field] ?? field.replace(/\[\d+\].*$/, '')).replaceAll(
    /[A-Z]/g,
    (letter) => `-${letter.toLowerCase()}`,
  )
  const spellings = [kebab, kebab.replace(/-ids?$/, ''), kebab.replace(/s$/, '')]
  for (const spelling of spellings) {
    if (names.arguments.includes(spelling)) return `<${spelling}>`
    if (names.options.includes(spelling)) return `--${spelling}`
  }
  return undefined
}

/** Core's sentence in the words of a command. */
export function inWordsOf(names: CommandNames, message: string, profile?: string): string {
  return withCommands(withAwsCommands(withTerminalWords(message, profile)), (field) => wordFor(field, names))
}

/** Core's sentence in the words of commands, where no command is known: findings, remedies and reports. */
export function terminalSentence(message: string): string {
  return inWordsOf({ arguments: [], options: [] }, message)
}
