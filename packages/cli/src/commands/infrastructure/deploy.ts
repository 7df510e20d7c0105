import { contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesIn } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { CannotStartError, type Ending } from '../../command/ending.js'
import { given } from '../../command/given.js'
import { reportError, type Session, show } from '../../command/session.js'
import { terminalSentence } from '../../view/error-text.js'
import { templateFile } from './template-file.js'

interface Options extends DirectoryOptions {
  readonly bucket: string
  readonly stack: string
  readonly parameter?: readonly string[]
  readonly tag?: readonly string[]
  readonly fanOut?: string
}

export const deploy: CommandSpec<readonly [domainId: string], Options> = {
  usage: 'deploy <domain-id>',
  summary: 'print the commands of the AWS CLI that deploy the template',
  description:
    'Nothing is deployed until you run them. The AWS CLI uploads the functions and the template to the bucket; the last command starts the first run at once. With --dry-run it reads the account instead, and prints what the stack would find and change there; it exits with 1 when the stack would not come up.',
  examples: [
    'deploy d-abcdefghijkl --bucket my-bucket',
    'deploy d-abcdefghijkl --bucket my-bucket --parameter Scenario=DomainShared',
    'deploy d-abcdefghijkl --bucket my-bucket --dry-run',
  ],
  writes: 'commands',
  options: (command) =>
    addDirectoryOptions(command)
      .requiredOption('--bucket <name>', 'S3 bucket for the code of the functions')
      .option('--stack <name>', 'name of the stack, without the word sagemaker', 'studio-efs')
      .option(
        '--parameter <Name=value>',
        'parameter of the template; repeat it for more',
        (pair: string, before: readonly string[] = []) => [...before, pair],
      )
      .option(
        '--tag <Key=value>',
        'tag of the stack, the file system and the security groups; repeat it for more',
        (pair: string, before: readonly string[] = []) => [...before, pair],
      )
      .option('--fan-out <bucket>', 'add the commands for the fan-out over a list in this S3 bucket'),
  run: async (session, [domainId], options) => {
    const { bucket, stack, parameter = [], tag = [], fanOut } = options
    const { deploymentCommands } = await import('@studio-efs/lambda-handlers/deploy/deployment-commands')
    const templates = { main: templateFile('studio-efs.yaml'), fanOut: templateFile('studio-efs-fanout.yaml') }
    const commands = deploymentCommands({
      domainId,
      bucket,
      stack,
      parameters: parameter,
      tags: tag,
      listBucket: fanOut,
      templates,
    })
    if (commands.isErr()) throw new CannotStartError(terminalSentence(commands.error.message))
    if (session.options.dryRun) return rehearse(session, domainId, options)
    show(session, {
      tables: [],
      notes: [commands.value.join('\n\n')],
      result: {},
      items: { name: 'commands', type: 'command', list: commands.value },
    })
    return { kind: 'unchanged' }
  },
}

/** Reads the account, and shows what the stack would find and change. */
async function rehearse(session: Session, domainId: string, options: Options): Promise<Ending> {
  const { rehearseDeployment } = await import('@studio-efs/lambda-handlers/deploy/rehearse-deployment')
  const { isChanging, rehearsalView } = await import('../../studio/rehearsal-view.js')
  const parameters = parametersOf(options)
  const { FileSystemId: fileSystem } = parameters
  const { directories } = await directoriesIn(session, { ...options, ...given({ fileSystem }) }, domainId)
  const context = { ...(await contextWith(session, 'sagemaker', 'efs', 'ec2')), ...given({ directories }) }
  const rehearsal = await rehearseDeployment(context, { domainId, parameters, signal: session.signal })
  if (rehearsal.isErr()) return reportError(session, rehearsal.error, 'not-started')
  show(session, rehearsalView(rehearsal.value))
  if (rehearsal.value.refusal !== undefined) return { kind: 'failed' }
  return { kind: isChanging(rehearsal.value) ? 'changed' : 'unchanged' }
}

/** Parameters by name, with the tags as the commands pass them on. */
function parametersOf({ parameter = [], tag = [] }: Options): Readonly<Record<string, string>> {
  const tags = tag.length === 0 ? [] : [`Tags=${tag.join(',')}`]
  return Object.fromEntries([...parameter, ...tags].map((pair) => [nameIn(pair), pair.slice(nameIn(pair).length + 1)]))
}

function nameIn(pair: string): string {
  return pair.slice(0, pair.indexOf('='))
}
