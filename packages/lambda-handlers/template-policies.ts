import { type IamInput, type IamNeed, type IamScope, type IamStatement, iamPolicyFor } from '@studio-efs/core'

export const templateNames = ['studio-efs.yaml', 'studio-efs-fanout.yaml'] as const

export type TemplateName = (typeof templateNames)[number]

/** What a template says in a line `# iam: onboardProfile lambdaDirectoryDriver`: operations, drivers, and inputs. */
interface RoleNeeds {
  readonly needs: readonly IamNeed[]
  readonly inputs: readonly IamInput[]
  /** Only what the KMS key of the file system takes. */
  readonly key: boolean
  /** Actions, each written with a minus, that the operation needs for what the function never asks of it. */
  readonly without: readonly string[]
}

const INPUTS: readonly string[] = [
  'lifecyclePolicies',
  'missingSecurityGroup',
  'deleteData',
  'hiddenProfiles',
  'reachProfiles',
] satisfies IamInput[]

function roleNeeds(words: string): RoleNeeds {
  const all = words.split(' ')
  return {
    needs: all.filter((word) => !INPUTS.includes(word) && word !== 'key' && !word.startsWith('-')) as IamNeed[],
    inputs: all.filter((word) => INPUTS.includes(word)) as IamInput[],
    key: all.includes('key'),
    without: all.filter((word) => word.startsWith('-')).map((word) => word.slice(1)),
  }
}

const account: IamScope = {
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  account: '${AWS::AccountId}',
  executionRoleArn: '${ExecutionRole}',
}

/** On what the roles of a template may do it, as CloudFormation will fill it in. */
const SCOPES: Readonly<Record<TemplateName, IamScope>> = {
  'studio-efs.yaml': {
    ...account,
    domainId: '${SageMakerDomainId}',
    fileSystemId: '${FileSystem.FileSystemId}',
    accessPointId: '${FileSystem.AccessPointId}',
    functionName: '${DirectoryFunction}',
  },
  'studio-efs-fanout.yaml': {
    ...account,
    domainId: '${DomainId}',
    fileSystemId: '${FileSystemId}',
    functionName: '${DirectoryFunction}',
  },
}

/** The statements that a role needs, from core's table of IAM data. */
function statementsFor(template: TemplateName, { without, ...role }: RoleNeeds): readonly IamStatement[] {
  return allStatementsFor(template, role)
    .map((statement) => ({ ...statement, Action: statement.Action.filter((action) => !without.includes(action)) }))
    .filter(({ Action }) => Action.length > 0)
}

function allStatementsFor(
  template: TemplateName,
  { needs, inputs, key }: Omit<RoleNeeds, 'without'>,
): readonly IamStatement[] {
  // What makes and deletes the file system cannot be limited to one that is not there yet.
  const makesIt = needs.includes('ensureFileSystemForDomain') || needs.includes('removeFileSystem')
  const { fileSystemId: _, accessPointId: __, ...everywhere } = SCOPES[template]
  const scope = { ...(makesIt ? everywhere : SCOPES[template]), inputs }
  const { Statement } = iamPolicyFor(needs, scope)
  if (!key) return Statement
  const without = Statement.map((statement) => JSON.stringify(statement))
  const withKey = iamPolicyFor(needs, { ...scope, kmsKeyArn: '${KmsKeyArn}' }).Statement
  return withKey.filter((statement) => !without.includes(JSON.stringify(statement)))
}

const BLOCK = /^( *)# iam: (.+)\n(?:.*\n)*? *# end$/gm

/** The template with its policies written anew: everything between `# iam: …` and `# end`. */
export function withPolicies(template: TemplateName, text: string): string {
  return text.replace(BLOCK, (_, indent: string, words: string) => {
    const lines = [
      `# iam: ${words}`,
      'PolicyDocument:',
      '  Version: "2012-10-17"',
      '  Statement:',
      ...statementsFor(template, roleNeeds(words)).flatMap((statement) => statementLines(template, statement)),
      '# end',
    ]
    return lines.map((line) => `${indent}${line}`).join('\n')
  })
}

function statementLines(
  template: TemplateName,
  { Effect, Action, Resource, Condition }: IamStatement,
): readonly string[] {
  return [
    `    - Effect: ${Effect}`,
    '      Action:',
    ...Action.map((action) => `        - ${action}`),
    '      Resource:',
    ...Resource.flatMap((resource) => itemLines(template, resource).map((line) => `        ${line}`)),
    ...(Condition === undefined ? [] : ['      Condition:']),
    ...Object.entries(Condition ?? {}).flatMap(([operator, tests]) => [
      `        ${operator}:`,
      ...Object.entries(tests).map(([key, value]) => `          ${key}: ${text(value)}`),
    ]),
  ]
}

function itemLines(template: TemplateName, value: string): readonly string[] {
  if (value === account.executionRoleArn)
    return [
      '- !If',
      '  - HasExecutionRole',
      '  - !Ref ExecutionRoleArn',
      '  - !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*',
    ]
  const names = [...value.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)
  if (template === 'studio-efs.yaml' || names.length === 0) return [`- ${text(value)}`]
  const imports = names.flatMap((name) => [`    ${name}: !ImportValue`, `      Fn::Sub: "\${StudioEfsStack}-${name}"`])
  return ['- !Sub', `  - ${value}`, ...imports.map((line, at) => (at === 0 ? `  - ${line.trimStart()}` : line))]
}

function text(value: string): string {
  return value.includes('${') ? `!Sub ${value}` : `"${value}"`
}
