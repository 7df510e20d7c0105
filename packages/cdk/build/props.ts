import { parameterMeanings } from '../../lambda-handlers/build/parameter-table.js'
import { propertyName } from '../src/props/property-name.js'
import type { ParameterDeclaration } from '../src/template/template.js'
import { shippedTemplate } from './template.js'

/** Types of the CDK that may stand for a parameter, by the name of the parameter. */
const TYPES: Readonly<Record<string, string>> = {
  SageMakerDomainId: 'string | CfnDomain',
  ExecutionRoleArn: 'string | IRole',
  SpaceRoleArns: 'readonly (string | IRole)[]',
  FileSystemId: 'string | IFileSystem',
  KmsKeyArn: 'string | IKey',
  ReconcileSchedule: 'string | Schedule',
  AlarmTopicArn: 'string | ITopic',
  LogRetentionDays: 'number | RetentionDays',
  Tracing: "'PassThrough' | 'Active' | Tracing",
  Runtime: "'nodejs22.x' | 'nodejs24.x' | Runtime",
  Architecture: "'x86_64' | 'arm64' | Architecture",
  PermissionsBoundaryArn: 'string | IManagedPolicy',
  OperationsKmsKeyArn: 'string | IKey',
  Tags: 'Readonly<Record<string, string>>',
  ExcludedSubnets: 'readonly (string | ISubnet)[]',
}

const HEAD = `// Written by \`npx tsx packages/cdk/build/write-props.ts\` from the template and its table of parameters.
import type { ISubnet } from 'aws-cdk-lib/aws-ec2'
import type { IFileSystem } from 'aws-cdk-lib/aws-efs'
import type { Schedule } from 'aws-cdk-lib/aws-events'
import type { IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker'
import type { ITopic } from 'aws-cdk-lib/aws-sns'

/**
 * Properties of \`StudioEfs\`: the parameters of the template, in camel case. Where a property takes a construct, it reads
 * its id, ARN or name. Properties with a list of values must be known at synthesis; all others may be tokens.
 */
export interface StudioEfsProps {
`

/** Text of \`src/props/studio-efs-props.ts\`. */
export function propsFile(): string {
  const properties = Object.entries(shippedTemplate().Parameters).map(([parameter, declaration]) => {
    const mark = declaration.Default === undefined ? '' : '?'
    return `${comment(parameter, declaration)}  readonly ${propertyName(parameter)}${mark}: ${typeOf(parameter, declaration)}\n`
  })
  return `${HEAD}${properties.join('\n')}}\n`
}

function typeOf(parameter: string, { Type, AllowedValues }: ParameterDeclaration): string {
  const known = TYPES[parameter]
  if (known !== undefined) return known
  if (Type === 'Number') return 'number'
  return AllowedValues?.map((value) => `'${value}'`).join(' | ') ?? 'string'
}

const WIDTH = 120

function comment(parameter: string, { Default, MinValue, MaxValue }: ParameterDeclaration): string {
  const { meaning = '' } = parameterMeanings['studio-efs.yaml'][parameter] ?? {}
  const linkless = meaning.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  // A list and an object replace the text that the template takes.
  const plain = linkless.replace(', comma-separated', '').replace(/, as `[^`]*=[^`]*,[^`]*`/, '')
  const range = MinValue === undefined ? '' : ` From ${MinValue} to ${MaxValue}.`
  const otherwise = Default === undefined ? 'Required.' : Default === '' ? 'Default: none.' : `Default: \`${Default}\`.`
  const text = `${plain.charAt(0).toUpperCase()}${plain.slice(1).replace(/\.?$/, '.')}${range} ${otherwise}`
  const lines = wrapped(text, WIDTH - '   * '.length)
  return lines.length === 1 && text.length <= WIDTH - '  /**  */'.length
    ? `  /** ${text} */\n`
    : `  /**\n${lines.map((line) => `   * ${line}\n`).join('')}   */\n`
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
