// Writes the IAM tables of the docs from the table in core: `npx tsx scripts/iam-docs.ts`. A test fails when they differ.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { IamAction, IamResource } from '../packages/core/src/iam/iam-action.js'
import { type IamNeed, iamActions } from '../packages/core/src/iam/iam-actions.js'
import { iamPolicyFor } from '../packages/core/src/iam/iam-policy.js'

const docs = new URL('../docs/', import.meta.url)

const BLOCK = /(<!-- iam: (\w+) -->\n)[\s\S]*?(<!-- \/iam -->)/g

/** Pages with a block between `<!-- iam: <operation> -->` and `<!-- /iam -->`. */
export function pagesWithIam(): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => fileURLToPath(new URL(name, docs)))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => text.search(BLOCK) >= 0)
}

/** Replaces every block by the current table. */
export function withIam(text: string): string {
  return text.replace(BLOCK, (_, begin: string, need: string, end: string) => {
    if (!Object.hasOwn(iamActions, need)) throw new Error(`The IAM table has no ${need}.`)
    return `${begin}${iamBlock(need as IamNeed)}${end}`
  })
}

function iamBlock(need: IamNeed): string {
  const rows = iamActions[need].map(rowOf)
  if (rows.length === 0) return '\nThe operation makes no AWS call. The [directory driver](lambda-driver.md) may.\n\n'
  const policy = iamPolicyFor([need], {
    region: '<region>',
    account: '<account>',
    domainId: '<domain-id>',
    fileSystemId: '<file-system-id>',
    vpcId: '<vpc-id>',
    kmsKeyArn: '<kms-key-arn>',
    executionRoleArn: '<execution-role-arn>',
    inputs: ['lifecyclePolicies', 'missingSecurityGroup', 'deleteData', 'hiddenProfiles', 'reachProfiles', 'deep'],
  })
  return [
    '',
    '| action | on | needed for | only with |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '<details><summary>As a policy, with everything that is optional</summary>',
    '',
    '```json',
    JSON.stringify(policy, null, 2),
    '```',
    '',
    '</details>',
    '',
    '',
  ].join('\n')
}

const words: Readonly<Record<IamResource, string>> = {
  any: '`*`',
  domain: 'the domain',
  'every-domain': 'every domain',
  'user-profile': "the domain's user profiles",
  'every-user-profile': 'every user profile',
  space: "the domain's spaces",
  'every-space': 'every space',
  app: "the apps of the domain's spaces",
  'every-lifecycle-config': 'every lifecycle configuration',
  'file-system': 'the file system',
  'every-file-system': 'every file system in the list',
  'access-point': 'the access point',
  'every-access-point': 'access points',
  vpc: 'the VPC',
  subnet: 'subnets',
  'network-interface': 'network interfaces',
  'every-security-group': 'security groups of any account',
  'security-group': 'security groups',
  'kms-key': 'the key',
  function: 'the function',
  'log-bucket': "the trail's bucket",
  'log-files': "the trail's log files",
  'studio-logs': 'the log group of Studio',
  'execution-role': 'the execution role of shared spaces',
  'efs-service-role': 'the service-linked role of EFS',
  'recovery-point': 'the recovery points of the account',
  'backup-role': 'the role that AWS Backup restores with',
}

function rowOf({ action, resources, neededFor, onlyWith, condition }: IamAction): string {
  const on = resources.map((resource) => words[resource]).join(', ')
  const given = Object.values(condition ?? {})
    .flatMap((keys) => Object.entries(keys))
    .map(
      ([key, value]) =>
        `, if \`${key}\` is ${typeof value === 'string' ? `\`${value}\`` : value.map((one) => `\`${one}\``).join(' or ')}`,
    )
    .join('')
  const call = neededFor === undefined ? 'the call itself' : neededFor
  return `| \`${action}\` | ${on}${given} | ${call} | ${onlyWith === undefined ? '' : `\`${onlyWith}\``} |`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of pagesWithIam()) writeFileSync(path, withIam(text))
}
