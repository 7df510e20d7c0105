import type { EnsureFileSystemForDomainInput } from '@studio-efs/core'
import { type Command, Option } from 'commander'
import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { parseCount, parsePair, parseSeconds } from '../../options/common-options.js'
import { perform } from '../../plans/perform.js'

interface Options
  extends Pick<
    EnsureFileSystemForDomainInput,
    'name' | 'fileSystemPolicy' | 'missingSecurityGroup' | 'maxSecurityGroups'
  > {
  readonly fileSystem?: string
  readonly subnet?: readonly string[]
  readonly kmsKey?: string
  readonly tag?: Readonly<Record<string, string>>
  readonly securityGroup?: string
  readonly timeout?: number
}

/** The plan has waited for the domain's security group already; this is for a reply that does not show it yet. */
const AFTER_PLAN_MS = 5000

export const ensure: CommandSpec<readonly [domainId: string], Options> = {
  usage: 'ensure <domain-id>',
  summary: 'make sure that the domain has a file system that all its spaces can mount',
  description:
    'Makes an encrypted one, mount targets in the zones of the domain, and a root access point, as far as they are missing.',
  examples: ['ensure d-abcdefghijkl --dry-run', 'ensure d-abcdefghijkl --file-system fs-0123456789abcdef0 --yes'],
  writes: 'infrastructure',
  options: (command: Command) =>
    command
      .option('-f, --file-system <id>', 'use this one (default: the one that is tagged for the domain, else a new one)')
      .option('--subnet <ids...>', 'subnets of the spaces (default: those of the domain)')
      .option('--name <text>', 'name of a new file system')
      .option('--kms-key <id>', 'KMS key of a new file system (default: the AWS managed key)')
      .addOption(
        new Option('--file-system-policy <kind>', 'policy of a new file system').choices([
          'none',
          'deny-anonymous-root',
        ]),
      )
      .option('--tag <Name=value>', 'tag of everything that is created; repeat it for more', parsePair)
      .option('--security-group <id>', 'group for mount targets where SageMaker made none')
      .addOption(new Option('--missing-security-group <reaction>', 'where there is none').choices(['fail', 'create']))
      .option('--max-security-groups <count>', 'quota of groups on a mount target (default: 5)', parseCount)
      .option('--timeout <seconds>', 'end after this time (default: 600)', parseSeconds),
  run: async (session, [domainId], options) => {
    const { ensureFileSystemForDomain } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker', 'efs', 'ec2')
    const { fileSystem, subnet, name, kmsKey, fileSystemPolicy, tag, securityGroup, timeout } = options
    const input = given({
      fileSystemId: fileSystem,
      subnetIds: subnet,
      name,
      kmsKeyId: kmsKey,
      fileSystemPolicy,
      tags: tag,
      securityGroupId: securityGroup,
      missingSecurityGroup: options.missingSecurityGroup,
      maxSecurityGroups: options.maxSecurityGroups,
      timeoutMs: timeout,
    })
    return perform(session, {
      run: (how) =>
        ensureFileSystemForDomain(context, {
          ...{ domainId, ...input, ...how },
          ...(!how.dryRun && { securityGroupWaitMs: AFTER_PLAN_MS }),
        }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ fileSystem: found, findings }) => [
        ...findings.map(({ message }) => `Note: ${message}`),
        ...(found === undefined ? [] : [`File system: ${found.fileSystemId}`]),
      ],
      consent: { kind: 'yes', question: `Make these changes for domain ${domainId}?` },
    })
  },
}
