import type { CommandSpec } from '../command/command-spec.js'
import { CannotStartError } from '../command/ending.js'
import { show } from '../command/session.js'
import { templateFile } from './template-file.js'

interface Options {
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
    'Nothing is deployed until you run them. The AWS CLI uploads the functions and the template to the bucket; the last command starts the first run at once.',
  examples: [
    'deploy d-abcdefghijkl --bucket my-bucket',
    'deploy d-abcdefghijkl --bucket my-bucket --parameter Scenario=DomainShared',
  ],
  writes: 'offline',
  options: (command) =>
    command
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
  run: async (session, [domainId], { bucket, stack, parameter = [], tag = [], fanOut }) => {
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
    if (commands.isErr()) throw new CannotStartError(commands.error.message)
    show(session, {
      tables: [],
      notes: [commands.value.join('\n\n')],
      result: {},
      items: { name: 'commands', type: 'command', list: commands.value },
    })
    return { kind: 'unchanged' }
  },
}
