import { readFileSync } from 'node:fs'
import { type IamInput, type IamNeed, type IamScope, type IamStatement, iamPolicyFor } from '@studio-efs/core/iam'

/** All packages have one version. */
const version = String(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)

export const templateNames = ['studio-efs.yaml', 'studio-efs-fanout.yaml'] as const

export type TemplateName = (typeof templateNames)[number]

/** Content of a line `# iam: onboardProfile lambdaDirectoryDriver` in a template: operations, drivers, and inputs. */
interface RoleNeeds {
  readonly needs: readonly IamNeed[]
  readonly inputs: readonly IamInput[]
  /** Keeps only the permissions for the KMS key of the file system. */
  readonly key: boolean
  /** Takes every domain of the account in place of the template's. */
  readonly everyDomain: boolean
  /** Keeps only the permission to pass a role to SageMaker. */
  readonly passRole: boolean
  /** Attribute or parameter with the role that may be passed: `role=FileSystem.SpaceRoleArn`. */
  readonly role: string | undefined
  /** Actions, each written with a minus, for options of the operation that the function never uses. */
  readonly without: readonly string[]
}

const INPUTS: readonly string[] = [
  'lifecyclePolicies',
  'fileSystemPolicy',
  'missingSecurityGroup',
  'deleteData',
  'hiddenProfiles',
  'reachProfiles',
] satisfies IamInput[]

const FLAGS: readonly string[] = ['key', 'passRole', 'everyDomain']

function roleNeeds(words: string): RoleNeeds {
  const all = words.split(' ')
  const passRole = all.includes('passRole')
  const needs = all.filter((word) => /^\w+$/.test(word) && ![...INPUTS, ...FLAGS].includes(word))
  return {
    needs: passRole ? ['setDomainDefault'] : (needs as IamNeed[]),
    inputs: all.filter((word) => INPUTS.includes(word)) as IamInput[],
    key: all.includes('key'),
    passRole,
    everyDomain: all.includes('everyDomain'),
    role: all.find((word) => word.startsWith('role='))?.slice('role='.length),
    without: all.filter((word) => word.startsWith('-')).map((word) => word.slice(1)),
  }
}

const account: IamScope = {
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  account: '${AWS::AccountId}',
}

/** Resources of a template's roles, as CloudFormation substitutes them. */
const SCOPES: Readonly<Record<TemplateName, IamScope>> = {
  'studio-efs.yaml': {
    ...account,
    domainId: '${SageMakerDomainId}',
    fileSystemId: '${FileSystem.FileSystemId}',
    accessPointId: '${FileSystem.AccessPointId}',
    functionName: '${DirectoryFunction}',
    onlyWithTags: { 'cloudformation:stack-id': '${AWS::StackId}' },
  },
  'studio-efs-fanout.yaml': {
    ...account,
    domainId: '${SageMakerDomainId}',
    fileSystemId: '${FileSystemId}',
    functionName: '${DirectoryFunction}',
  },
}

/** The statements of a role, from core's table of IAM data. */
function statementsFor(template: TemplateName, role: RoleNeeds): readonly IamStatement[] {
  return allStatementsFor(template, role)
    .map((statement) => ({ ...statement, Action: statement.Action.filter((action) => !role.without.includes(action)) }))
    .filter(({ Action }) => Action.length > 0)
    .filter(({ Action }) => !role.passRole || Action.includes('iam:PassRole'))
}

function allStatementsFor(
  template: TemplateName,
  { needs, inputs, key, role, everyDomain }: RoleNeeds,
): readonly IamStatement[] {
  // Creation and deletion cannot be limited to a file system that does not exist yet.
  const makesIt = needs.includes('ensureFileSystemForDomain') || needs.includes('removeFileSystem')
  const { fileSystemId: _, accessPointId: __, ...everywhere } = SCOPES[template]
  const executionRoleArn = role === undefined ? {} : { executionRoleArn: `\${${role}}` }
  const domain = everyDomain ? { domainId: '*' } : {}
  const scope = { ...(makesIt ? everywhere : SCOPES[template]), ...domain, ...executionRoleArn, inputs }
  const { Statement } = iamPolicyFor(needs, scope)
  if (!key) return Statement
  const without = Statement.map((statement) => JSON.stringify(statement))
  const withKey = iamPolicyFor(needs, { ...scope, kmsKeyArn: '${KmsKeyArn}' }).Statement
  return withKey.filter((statement) => !without.includes(JSON.stringify(statement)))
}

const BLOCK = /^( *)# (iam|function role|service role): (.+)\n(?:.*\n)*? *# end$/gm
const VERSION = /^( *# version\n *Value: ).*$/gm

/**
 * Writes the generated parts of a template anew: the lines between `# iam: …`, `# function role: …` or `# service role: …`
 * and `# end`, and the value after `# version`.
 */
export function withPolicies(template: TemplateName, text: string): string {
  return text.replace(VERSION, `$1${version}`).replace(BLOCK, (_, indent: string, kind: BlockKind, words: string) => {
    const lines = blocks[kind](words, template)
    return [`# ${kind}: ${words}`, ...lines].map((line) => `${indent}${line}`).join('\n')
  })
}

type BlockKind = 'iam' | 'function role' | 'service role'

const blocks: Readonly<Record<BlockKind, (words: string, template: TemplateName) => readonly string[]>> = {
  iam: (words, template) => [...policyLines(template, words), '# end'],
  'function role': (words) => [...functionRoleLines(words), '  # end'],
  'service role': (words) => {
    const [name = '', service = ''] = words.split(' ')
    return [...roleLines(name, service), '# end']
  },
}

function policyLines(template: TemplateName, words: string): readonly string[] {
  const statements = statementsFor(template, roleNeeds(words))
  return ['PolicyDocument:', '  Version: "2012-10-17"', '  Statement:', ...statements.flatMap(statementLines)]
}

/** Trust and policies of every function's role: `# function role: Backfill`, with `failures` for one that events invoke, `queue` for one that works a queue off. */
function functionRoleLines(words: string): readonly string[] {
  const [name = '', ...more] = words.split(' ')
  return [
    ...roleLines(name, 'lambda'),
    'Policies:',
    ...inlinePolicy('Log', '[logs:CreateLogStream, logs:PutLogEvents]', `!GetAtt ${name}Log.Arn`),
    '  - !If',
    '    - Traced',
    ...inlinePolicy('Trace', '[xray:PutTraceSegments, xray:PutTelemetryRecords]', '"*"').map((line) => `  ${line}`),
    '    - !Ref AWS::NoValue',
    ...(more.includes('queue')
      ? inlinePolicy('Queue', '[sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage]', `!GetAtt ${name}.Arn`)
      : []),
    ...(more.includes('failures') ? inlinePolicy('Failures', 'sqs:SendMessage', '!GetAtt FailedEvents.Arn') : []),
    ...(more.length > 0 ? queueKeyLines(more.includes('failures') ? KEY_OF_SENDER : 'kms:Decrypt') : []),
  ]
}

/** Trust of a service, and the rules of an organization for roles. The name ends with a part of the stack's UUID. */
function roleLines(name: string, service: string): readonly string[] {
  // Lambda does not document the key for execution roles.
  const operator = service === 'lambda' ? 'StringEqualsIfExists' : 'StringEquals'
  const uuid = '!Select [2, !Split ["/", !Ref AWS::StackId]]'
  return [
    'Path: !If [HasRolePath, !Ref RolePath, !Ref AWS::NoValue]',
    'RoleName: !If',
    '  - NamesRoles',
    '  - !Sub',
    `    - \${RoleNamePrefix}-${kebabCase(name)}-\${Uuid}`,
    `    - Uuid: !Select [0, !Split ["-", ${uuid}]]`,
    '  - !Ref AWS::NoValue',
    'PermissionsBoundary: !If [HasPermissionsBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]',
    'AssumeRolePolicyDocument:',
    '  Version: "2012-10-17"',
    '  Statement:',
    '    - Effect: Allow',
    `      Principal: { Service: ${service}.amazonaws.com }`,
    '      Action: sts:AssumeRole',
    `      Condition: { ${operator}: { aws:SourceAccount: !Ref AWS::AccountId } }`,
  ]
}

function kebabCase(name: string): string {
  return name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase()
}

const KEY_OF_SENDER = '[kms:Decrypt, kms:GenerateDataKey]'

/** The key of the queues, through SQS. */
function queueKeyLines(actions: string): readonly string[] {
  return [
    '  - !If',
    '    - HasOperationsKey',
    ...inlinePolicy('QueueKey', actions, '!Ref OperationsKmsKeyArn').map((line) => `  ${line}`),
    '            Condition: { StringLike: { kms:ViaService: !Sub "sqs.${AWS::Region}.*" } }',
    '    - !Ref AWS::NoValue',
  ]
}

function inlinePolicy(name: string, action: string, resource: string): readonly string[] {
  return [
    `  - PolicyName: ${name}`,
    '    PolicyDocument:',
    '      Version: "2012-10-17"',
    '      Statement:',
    '        - Effect: Allow',
    `          Action: ${action}`,
    `          Resource: ${resource}`,
  ]
}

function statementLines({ Effect, Action, Resource, Condition }: IamStatement): readonly string[] {
  return [
    `    - Effect: ${Effect}`,
    '      Action:',
    ...Action.map((action) => `        - ${action}`),
    ...resourceLines(Resource),
    ...(Condition === undefined ? [] : ['      Condition:']),
    ...Object.entries(Condition ?? {}).flatMap(([operator, tests]) => [
      `        ${operator}:`,
      ...Object.entries(tests).map(([key, value]) => `          ${key}: ${text(value)}`),
    ]),
  ]
}

/** Holds several ARNs, so it stands for the whole list. */
const SEVERAL = '${SpaceRoleArns}'

function resourceLines(resources: readonly string[]): readonly string[] {
  if (resources[0] === SEVERAL) return ['      Resource: !Split [",", !Ref SpaceRoleArns]']
  return ['      Resource:', ...resources.map((resource) => `        - ${text(resource)}`)]
}

function text(value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.join(', ')}]`
  return value.includes('${') ? `!Sub ${value}` : `"${value}"`
}
