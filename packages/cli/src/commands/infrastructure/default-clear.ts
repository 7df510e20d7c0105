import type { ClearDomainDefaultInput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import { addScopeOption } from '../../options/default-options.js'
import { perform } from '../../plans/perform.js'
import { stillListedNotes } from '../../view/still-listed.js'

interface Options extends Pick<ClearDomainDefaultInput, 'scope'> {
  readonly fileSystem: string
  readonly path?: string
  readonly timeout?: number
}

export const defaultClear: CommandSpec<readonly [domainId: string], Options> = {
  usage: 'default clear <domain-id>',
  summary: 'take the file system out of the defaults of a domain',
  description: 'Directories and their contents stay, and so do the lists of profiles.',
  examples: [
    'default clear d-abcdefghijkl --file-system fs-0123456789abcdef0 --dry-run',
    'default clear d-abcdefghijkl --file-system fs-0123456789abcdef0 --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addScopeOption(command)
      .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
      .option('-p, --path <path>', 'only an entry with this path (default: any path)')
      .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [domainId], { fileSystem, path, scope, timeout }) => {
    const { clearDomainDefault } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker')
    const input = { domainId, fileSystemId: fileSystem, ...given({ fileSystemPath: path, scope, timeoutMs: timeout }) }
    return perform(session, {
      run: (how) => clearDomainDefault(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ stillListedBy }, dryRun) => stillListedNotes({ fileSystemId: fileSystem, stillListedBy, dryRun }),
      consent: { kind: 'yes', question: `Change the defaults of domain ${domainId}?` },
    })
  },
}
