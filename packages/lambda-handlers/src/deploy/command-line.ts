import { parseArgs } from 'node:util'
import { err, ok, Result } from 'neverthrow'
import type { DeploymentInput } from './deployment-commands.js'

export const USAGE = `Usage: studio-efs-deploy <domain id> --bucket <S3 bucket>
         [--stack <name>] [--parameter <Name=value>]... [--tag <Key=value>]... [--fan-out <S3 bucket of the list>]

Prints the commands that deploy studio-efs.yaml; nothing is deployed until you run them. The AWS CLI uploads the
functions and the template to the bucket. The name of the stack defaults to studio-efs, and may not contain sagemaker.
A tag goes to the stack and, as the parameter Tags, to the file system and the security groups.
The last command starts the first run at once. With --fan-out, the commands for studio-efs-fanout.yaml beside that stack follow,
and a parameter goes to the template that has it.`

const options = {
  bucket: { type: 'string' },
  stack: { type: 'string', default: 'studio-efs' },
  parameter: { type: 'string', multiple: true, default: [] as string[] },
  tag: { type: 'string', multiple: true, default: [] as string[] },
  'fan-out': { type: 'string' },
} as const

const wordsOf = Result.fromThrowable(
  (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options }),
  (error) => error as Error,
)

type CommandLine = Omit<DeploymentInput, 'templates'>

/** Reads the words after the program's name. An error's message says which word is wrong, and what may have been meant. */
export function parseCommandLine(args: readonly string[]): Result<CommandLine, Error> {
  return wordsOf(args).andThen(({ values, positionals: [domainId, ...others] }): Result<CommandLine, Error> => {
    const { bucket, stack, parameter: parameters, tag: tags, 'fan-out': listBucket } = values
    if (domainId === undefined) return err(new Error('The domain id is missing.'))
    const [unknown] = others
    if (unknown !== undefined) return err(new Error(unknownWord(unknown)))
    if (bucket === undefined) return err(new Error('--bucket is missing.'))
    return ok({ domainId, bucket, stack, parameters, tags, listBucket })
  })
}

function unknownWord(word: string): string {
  const meant = /^\w+=/.test(word) ? `--parameter ${word}` : `--${word}`
  const isKnown = meant.startsWith('--parameter') || Object.keys(options).includes(word.split('=')[0] ?? '')
  return `Unknown word '${word}'.${isKnown ? ` Did you mean ${meant}?` : ''}`
}
