import type { DirectoryDriver } from '@studio-efs/core/directories'
import { type Command, Option } from 'commander'
import { CannotStartError } from '../command/ending.js'
import { clockOf, loggerOf, type Session, say } from '../command/session.js'
import { terminalSentence } from '../view/error-text.js'
import { connect } from './clients.js'
import { type DirectorySubject, findFunction, severalText } from './found-function.js'

/** Place of the directories: a mount on this computer, or a function that has one. */
export interface DirectoryOptions {
  readonly mountPath?: string
  readonly directoryFunction?: string
}

/** Options of the command that say which stack's function is meant. */
interface SubjectOptions {
  readonly fileSystem?: string
  readonly domain?: readonly string[]
}

export function addDirectoryOptions(command: Command): Command {
  return command
    .option('-m, --mount-path <path>', 'where this computer mounts the file system, as root')
    .addOption(
      new Option(
        '--directory-function <name>',
        'the Lambda function that mounts it (default: that of the only stack for the file system)',
      ).conflicts('mountPath'),
    )
}

/** The driver that the options name, or that of the function which the stacks of the template export. */
export async function directoriesFor(
  session: Session,
  options: DirectoryOptions & SubjectOptions,
  domainId?: string,
): Promise<DirectoryDriver> {
  const named = await namedDirectories(session, options)
  if (named !== undefined) return named
  const found = await findFunction(session, subjectOf(options, domainId))
  if (found.isErr()) {
    const { error } = found
    if (error.name !== 'AccessDeniedError') throw error
    throw new CannotStartError(`${NO_PLACE} No stack could be looked for: ${terminalSentence(error.message)}`)
  }
  const [only, ...others] = found.value
  if (only === undefined)
    throw new CannotStartError(`${NO_PLACE} No stack of this Region and account exports a function for them.`)
  if (others.length > 0) throw new CannotStartError(severalText(found.value))
  return functionDirectories(session, only.functionName)
}

const NO_PLACE = 'Nothing says where the directories are: add --mount-path or --directory-function.'

/** For commands that read the directories where they can: none is no error. */
export async function directoriesIn(
  session: Session,
  options: DirectoryOptions & SubjectOptions,
  domainId?: string,
): Promise<{ readonly directories?: DirectoryDriver; readonly fileSystemId?: string }> {
  const named = await namedDirectories(session, options)
  if (named !== undefined) return { directories: named }
  const found = await findFunction(session, subjectOf(options, domainId))
  if (found.isErr()) {
    loggerOf(session).debug('no stack could be looked for', { error: found.error.message })
    return {}
  }
  const [only, ...others] = found.value
  if (others.length > 0) say(session, `${severalText(found.value)}\nWithout it, directories are left out.`)
  if (only === undefined || others.length > 0) return {}
  return { directories: await functionDirectories(session, only.functionName), fileSystemId: only.fileSystemId }
}

function subjectOf({ fileSystem, domain = [] }: SubjectOptions, domainId?: string): DirectorySubject {
  return { fileSystemId: fileSystem, domainId: domainId ?? (domain.length === 1 ? domain[0] : undefined) }
}

async function namedDirectories(
  session: Session,
  { mountPath, directoryFunction }: DirectoryOptions,
): Promise<DirectoryDriver | undefined> {
  if (mountPath !== undefined) {
    const { posixDirectoryDriver } = await import('@studio-efs/core/posix')
    return posixDirectoryDriver({ mountPath })
  }
  return directoryFunction === undefined ? undefined : functionDirectories(session, directoryFunction)
}

async function functionDirectories(session: Session, functionName: string): Promise<DirectoryDriver> {
  const { lambdaDirectoryDriver } = await import('@studio-efs/core/lambda')
  const { lambda } = await connect(session, 'lambda')
  return lambdaDirectoryDriver({ lambda, functionName, ...clockOf(session) })
}
