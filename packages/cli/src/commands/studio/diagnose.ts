import type { DiagnoseInput } from '@studio-efs/core'
import { Option } from 'commander'
import { connect, contextWith } from '../../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesIn } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { read } from '../../command/reading.js'
import { show } from '../../command/session.js'
import { paletteFor } from '../../io/palette.js'
import { parseSeconds } from '../../options/common-options.js'
import { diagnosisRows, diagnosisView, isWithoutSubject } from '../../studio/diagnosis-view.js'

interface Options extends DirectoryOptions, Pick<DiagnoseInput, 'symptom'> {
  readonly space?: string
  readonly fileSystem?: string
  readonly deep?: true
  readonly closingPolicy?: true
  readonly timeout?: number
}

export const diagnose: CommandSpec<readonly string[], Options> = {
  usage: 'diagnose <domain-id> [user-profile]',
  summary: 'check why a user profile, a space or a domain does not see the file system',
  description:
    'The cause and its remedy come last. Exits with 1 when a check is red, or when there is no file system to look for; what may not be read is unknown, and neither red nor green.',
  examples: [
    'diagnose d-abcdefghijkl alice',
    'diagnose d-abcdefghijkl --space lab --symptom not-mounted',
    'diagnose d-abcdefghijkl --deep --directory-function my-directories',
    'diagnose d-abcdefghijkl --closing-policy',
  ],
  writes: 'nothing',
  options: (command) =>
    addDirectoryOptions(
      command
        .addOption(new Option('--space <name>', 'one space, private or shared, in place of a user profile'))
        .option('-f, --file-system <id>', 'the EFS file system, fs-… (default: the only one that is offered)')
        .addOption(
          new Option('--symptom <symptom>', 'only the checks that can cause it (default: all cheap ones)').choices([
            'not-offered',
            'not-mounted',
            'does-not-start',
            'permission-denied',
            'empty-or-foreign',
            'slow',
          ]),
        )
        .option('--deep', 'run the expensive checks, too')
        .option('--closing-policy', 'show the file-system policy that keeps clients from being root')
        .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
    ),
  run: async (session, [domainId = '', userProfileName], options) => {
    const { diagnose: diagnosis } = await import('@studio-efs/core')
    const clients = await contextWith(session, 'sagemaker', 'efs', 'ec2')
    const isDeep = options.deep || options.symptom !== undefined
    const further = isDeep ? await connect(session, 'iam', 'kms', 'logs', 'cloudWatch') : {}
    const found = await directoriesIn(session, options, domainId)
    const context = { ...clients, ...further, ...given({ directories: found.directories }) }
    const { space: spaceName, fileSystem: fileSystemId, symptom, deep, timeout: timeoutMs } = options
    const input = { domainId, ...given({ userProfileName, spaceName, fileSystemId, symptom, deep, timeoutMs }) }
    return read(session, {
      run: (how) => diagnosis(context, { ...input, ...how }),
      show: (output) => {
        const style = { width: session.io.stdout.columns, palette: paletteFor(session.io, 'stdout') }
        const view = session.options.output === 'csv' ? diagnosisRows : diagnosisView
        show(session, view(output, style, given({ closingPolicy: options.closingPolicy })))
        return { kind: output.conclusion.kind === 'cause' || isWithoutSubject(output) ? 'failed' : 'unchanged' }
      },
    })
  },
}
