import type { ShareAcrossVpcDomainsInput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseCount, parsePair } from '../../options/common-options.js'
import { addDefaultOptions, type DefaultOptions, defaultInput } from '../../options/default-options.js'
import {
  addVpcOptions,
  domainFailures,
  domainNotes,
  domainRows,
  type VpcOptions,
  vpcInput,
} from '../../options/vpc-domains.js'
import { perform } from '../../plans/perform.js'
import { hiddenProfileNotes } from '../../view/hidden-profile-notes.js'

type Options = DefaultOptions &
  VpcOptions &
  Pick<ShareAcrossVpcDomainsInput, 'maxSecurityGroups' | 'maxSecurityGroupRules'> & {
    readonly tag?: Readonly<Record<string, string>>
  }

export const share: CommandSpec<readonly [vpcId: string], Options> = {
  usage: 'share <vpc-id>',
  summary: 'give all domains of a VPC one directory of a file system by default',
  description:
    'Mount targets cover the zones of all domains and admit each of them. A domain that fails does not stop the others.',
  examples: [
    'share vpc-0123456789abcdef0 --file-system fs-0123456789abcdef0 --path /_shared --dry-run',
    'share vpc-0123456789abcdef0 --file-system fs-0123456789abcdef0 --path /_shared --scope private --yes',
  ],
  writes: 'infrastructure',
  options: (command) =>
    addVpcOptions(addDefaultOptions(command))
      .option('--tag <Name=value>', 'tag of every security group that is created; repeat it for more', parsePair)
      .option('--max-security-groups <count>', 'quota of groups on a mount target (default: 5)', parseCount)
      .option('--max-security-group-rules <count>', 'quota of inbound rules of a group (default: 60)', parseCount),
  run: async (session, [vpcId], options) => {
    const { shareAcrossVpcDomains } = await import('@studio-efs/core')
    const directories = options.makeDirectory && { directories: await directoriesFor(session, options) }
    const context = { ...(await contextWith(session, 'sagemaker', 'efs', 'ec2')), ...directories }
    const { tag: tags, maxSecurityGroups, maxSecurityGroupRules } = options
    const groups = given({ tags, maxSecurityGroups, maxSecurityGroupRules })
    const input = { vpcId, ...defaultInput(options), ...vpcInput(options), ...groups }
    return perform(session, {
      run: (how) => shareAcrossVpcDomains(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      tables: ({ domains }, dryRun) => [domainRows(domains, dryRun ? 'to be changed' : 'changed')],
      notes: ({ findings, domains }) => [
        ...domainNotes(vpcId, domains),
        ...findings.map(({ message }) => `Note: ${message}`),
        ...hiddenProfileNotes(domains.flatMap((each) => ('profiles' in each ? each.profiles : []))),
      ],
      failures: ({ domains }) => domainFailures(domains),
      consent: { kind: 'yes', question: `Make these changes for the domains of ${vpcId}?` },
    })
  },
}
