import type { FindDirectoryFunctionsError, FoundDirectoryFunction } from '@studio-efs/core/lambda'
import { err, ok, type Result } from 'neverthrow'
import { given } from '../command/given.js'
import { type Session, say } from '../command/session.js'
import { contextWith } from './clients.js'

/** File system and domain that the directories are for, as far as the command names them. */
export interface DirectorySubject {
  readonly fileSystemId?: string | undefined
  readonly domainId?: string | undefined
}

const TIMEOUT_MS = 20_000

/** Looks for the directory functions of stacks, and says which one it takes. Several, or none, are left to the caller. */
export async function findFunction(
  session: Session,
  subject: DirectorySubject,
): Promise<Result<readonly FoundDirectoryFunction[], FindDirectoryFunctionsError>> {
  const { findDirectoryFunctions } = await import('@studio-efs/core/lambda')
  const context = await contextWith(session, 'cloudFormation')
  const input = { ...given({ ...subject }), timeoutMs: TIMEOUT_MS, signal: session.signal }
  const found = await findDirectoryFunctions(context, input)
  if (found.isErr()) return err(found.error)
  const [only, ...others] = found.value
  if (only !== undefined && others.length === 0) say(session, foundText(only, subject))
  return ok(found.value)
}

function foundText(
  { functionName, stackName, fileSystemId, domainId }: FoundDirectoryFunction,
  asked: DirectorySubject,
) {
  const reason =
    asked.fileSystemId === undefined && asked.domainId !== undefined
      ? `of domain ${domainId}, for ${fileSystemId}`
      : `for ${fileSystemId}`
  return `directory function: ${functionName}, of the stack ${stackName} ${reason}`
}

/** Names each one with the option that chooses it. */
export function severalText(found: readonly FoundDirectoryFunction[]): string {
  const shown = found.map(
    ({ functionName, stackName, fileSystemId, domainId }) =>
      `\n  --directory-function ${functionName}  (stack ${stackName}, ${fileSystemId}, ${domainId})`,
  )
  return `Several stacks have a directory function. Choose one:${shown.join('')}`
}
