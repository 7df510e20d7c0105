import type { UnshareAcrossVpcDomainsInput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseSeconds } from '../../options/common-options.js'
import { addScopeOption } from '../../options/default-options.js'
import {
  addVpcOptions,
  domainFailures,
  domainNotes,
  domainRows,
  type VpcOptions,
  vpcInput,
} from '../../options/vpc-domains.js'
import { perform } from '../../plans/perform.js'
import { stillListedNotes } from '../../view/still-listed.js'

interface Options extends VpcOptions, Pick<UnshareAcrossVpcDomainsInput, 'scope'> {
  readonly fileSystem: string
  readonly path?: string
  readonly timeout?: number
}

export const unshare: CommandSpec<readonly [vpcId: string], Options> = {
  usage: 'unshare <vpc-id>',
  summary: 'take the file system out of the defaults of all domains of a VPC',
  description: 'Mount targets, security groups and directories stay.',
  examples: [
    'unshare vpc-0123456789abcdef0 --file-system fs-0123456789abcdef0 --dry-run',
    'unshare vpc-0123456789abcdef0 --file-system fs-0123456789abcdef0 --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addVpcOptions(
      addScopeOption(command)
        .requiredOption('-f, --file-system <id>', 'the EFS file system, fs-…')
        .option('-p, --path <path>', 'only an entry with this path (default: any path)')
        .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
    ),
  run: async (session, [vpcId], options) => {
    const { unshareAcrossVpcDomains } = await import('@studio-efs/core')
    const { fileSystem, path, scope, timeout } = options
    const context = await contextWith(session, 'sagemaker')
    const entry = given({ fileSystemPath: path, scope, timeoutMs: timeout })
    const input = { vpcId, fileSystemId: fileSystem, ...entry, ...vpcInput(options) }
    return perform(session, {
      run: (how) => unshareAcrossVpcDomains(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ domains, stillListedBy }, dryRun) => [
        ...domainNotes(vpcId, domains),
        ...stillListedNotes({ fileSystemId: fileSystem, stillListedBy, dryRun }),
      ],
      tables: ({ domains }, dryRun) => [domainRows(domains, dryRun ? 'to be changed' : 'changed')],
      failures: ({ domains }) => domainFailures(domains),
      consent: { kind: 'yes', question: `Change the defaults of the domains of ${vpcId}?` },
    })
  },
}
