import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parameterMeanings } from '../../build/parameter-table.js'
import { templateNames } from '../../build/template-policies.js'
import { conditionsOf, quoted } from '../../build/terraform-conditions.js'
import { deployed } from '../cloudformation/deployed.js'
import { type Parameter, readTemplate, templateFile, templateText } from '../cloudformation/template.js'
import { studio } from '../studio.js'
import { terraformRoot, terraformText } from './modules.js'
import { hasTerraform, outputsOf, terraform, withConfiguration } from './run-terraform.js'

const names = 'studio-efs.yaml'
const { Parameters } = readTemplate(names)

/** The module without the resources of the provider, which no registry of packages has. */
const parametersOnly = {
  'variables.tf': terraformText('variables.tf'),
  'parameters.tf': terraformText('parameters.tf'),
  'main.tf':
    'locals {\n  tags = merge({ FromProvider = "yes" }, var.tags)\n}\noutput "parameters" {\n  value = local.parameters\n}\n',
}

/** Texts that some parameters take and others refuse. */
const texts = [
  ...['', '/', '/a', '/a/', '/a/b/', '/a b/', '/team/SageMaker/', 'a', 'sagemaker-team', 'team', 'a,b', ',', 'a=1'],
  ...['a=1,b=2', 'A="x"', 'Owner=Data Science', 'd-abc', 'd-abc-', 'fs-01234567', 'fs-0123456', 'FS-01234567'],
  ...['rate(1 day)', 'rate()', 'cron(0 1 * * ? *)', 'every day', '/{userProfileName}', '/{userProfileName} '],
  ...['/_domains/{domainId}/{userProfileName}', 'arn:aws:iam::111122223333:role/Studio', 'arn:aws:iam::1:role/x'],
  ...['arn:aws:iam::111122223333:role/team-*', 'arn:aws:iam::111122223333:policy/Bound', 'arn:aws:iam::aws:policy/x'],
  ...['arn:aws:kms:eu-west-1:111122223333:key/01-ab', 'arn:aws-cn:sns:cn-north-1:111122223333:t', 'use1-az3'],
  ...['subnet-0a,use1-az3', 'subnet-0a,', 'both', 'delete', '7', '30', '${x}', '%{x}', 'back\\slash'],
  `/${'x'.repeat(300)}`,
]

/** As CloudFormation judges. */
function accepts({ Type, AllowedValues, AllowedPattern, ...limits }: Parameter, text: string): boolean {
  const { MinValue = -Infinity, MaxValue = Infinity, MaxLength = Infinity } = limits
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(text)) return false
  if (Type === 'Number') return /^\d+$/.test(text) && Number(text) >= MinValue && Number(text) <= MaxValue
  return text.length <= MaxLength && new RegExp(AllowedPattern ?? '').test(text)
}

/** The value of the variable that makes this text, in HCL; undefined where it has none. */
function variableFor(name: string, { Type }: Parameter, text: string): string | undefined {
  const { format } = parameterMeanings[names][name] ?? {}
  const items = text === '' ? [] : text.split(',')
  if (format === 'list') return `[${items.map(quoted).join(', ')}]`
  if (format === 'tags') {
    const pairs = items.map((item) => item.split('='))
    if (pairs.some((pair) => pair.length !== 2 || pair[0] === '')) return undefined
    return `{ ${pairs.map(([key = '', value = '']) => `${quoted(key)} = ${quoted(value)}`).join(', ')} }`
  }
  return Type === 'Number' && !/^\d+$/.test(text) ? undefined : Type === 'Number' ? text : quoted(text)
}

/** Values that would make a text that CloudFormation accepts, and reads as something else. */
const misread: Readonly<Record<string, readonly string[]>> = {
  SpaceRoleArns: ['["arn:aws:iam::111122223333:role/A,arn:aws:iam::111122223333:role/B"]'],
  ExcludedSubnets: ['["subnet-0a,use1-az3"]', '[""]'],
  Tags: ['{ A = "1,B=2" }', '{ "A=1" = "2" }'],
  Concurrency: ['2.5'],
}

/** Values for each parameter, and CloudFormation's opinion of each. */
const cases = Object.entries(Parameters).map(([name, declaration]) => {
  const { AllowedValues = [] } = declaration
  const inHcl = [...AllowedValues.map(String), ...texts].map((text) => ({
    text,
    value: variableFor(name, declaration, text),
  }))
  const given = inHcl.filter(({ value }) => value !== undefined)
  const accepted = given.map(({ text }) => accepts(declaration, text))
  const values = [...given.map(({ value }) => value), ...(misread[name] ?? [])]
  return { name, declaration, values, accepted }
})

/** The conditions of every variable, evaluated for all its values in one run of Terraform. */
function judgements(): string {
  const lists = cases.map(({ name, declaration, values }) => {
    const { format } = parameterMeanings[names][name] ?? {}
    const condition = conditionsOf('given', declaration, format).map((one) => `(${one.condition})`)
    return `    ${name} = [for given in [${values.join(', ')}] : ${condition.join(' && ')}]`
  })
  return `output "judgements" {\n  value = {\n${lists.join('\n')}\n  }\n}\n`
}

describe.skipIf(!hasTerraform)('with Terraform (skipped where it is not installed)', () => {
  test('the files are formatted', () => {
    const { stdout, status } = terraform(fileURLToPath(terraformRoot), 'fmt', '-check', '-recursive', '.')
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
  })

  test('the conditions of a variable accept what CloudFormation accepts for its parameter, and refuse the rest', () => {
    const { judgements: found } = withConfiguration(
      { 'main.tf': judgements() },
      outputsOf<{ readonly judgements: Readonly<Record<string, readonly boolean[]>> }>,
    )
    for (const { name, values, accepted } of cases) {
      const by = (opinions: readonly boolean[] = []) => values.filter((_, place) => opinions[place])
      expect(by(found[name]), name).toEqual(by(accepted))
      expect(found[name], name).toHaveLength(values.length)
      expect(by(accepted), name).not.toEqual([])
    }
  })

  test('what the module gives CloudFormation deploys on the fake: defaults, and tags of the provider too', async () => {
    const variables =
      'sagemaker_domain_id = "d-science"\nexcluded_subnets = ["use1-az3"]\nlayout = null\ntags = { CostCenter = "42" }\n'
    const { parameters } = withConfiguration(
      { ...parametersOnly, 'terraform.tfvars': variables },
      outputsOf<{ readonly parameters: Readonly<Record<string, string>> }>,
    )
    const defaults = Object.entries(Parameters).map(([name, { Default }]) => [name, String(Default)])
    expect(parameters).toEqual({
      ...Object.fromEntries(defaults),
      ...{ SageMakerDomainId: 'd-science', ExcludedSubnets: 'use1-az3', Tags: 'CostCenter=42,FromProvider=yes' },
    })
    const world = studio()
    world.profile('alice')
    const { stack, backfill, entryFor } = await deployed(parameters, world)
    await backfill()
    expect(world.listOf('alice')).toEqual([entryFor('/_domains/d-science/alice')])
    const { Tags = [] } = world.fake.state.efs.fileSystems.get(String(stack.outputs['FileSystemId'])) ?? {}
    expect(Tags).toEqual(expect.arrayContaining([{ Key: 'FromProvider', Value: 'yes' }]))
  })

  test.each(templateNames)('%s is uploaded with each function at the key that it names', (template) => {
    const zips = [
      ...new Set([...templateText(template).matchAll(/\.\.(\/dist\/bundles\/\S+\.zip)/g)].map(([, zip = '']) => zip)),
    ]
    const { keys, packaged, capability } = withConfiguration(
      packageOnly(template, zips),
      outputsOf<Packaged>,
      IN_PACKAGE,
    )
    expect(keys).toHaveLength(zips.length)
    const codes = [...packaged.matchAll(/^ +Code: (.+)/gm)].map(([, code = '']) => parse(code))
    for (const { S3Bucket, S3Key } of codes) {
      expect(S3Bucket).toBe('0123456789')
      expect(keys).toContain(S3Key)
    }
    expect(new Set(codes.map(({ S3Key }) => S3Key)).size).toBe(zips.length)
    const others = (text: string) => text.replaceAll(/^ +Code: .+/gm, '')
    expect(others(packaged)).toBe(others(templateText(template)))
    expect(capability).toBe('CAPABILITY_NAMED_IAM')
  })

  test('another zip gives all of them another key, and the same zips the same', () => {
    const keysWith = (text: string) => {
      const files = packageOnly('studio-efs-fanout.yaml', ['/dist/bundles/onboard-batch/onboard-batch.zip'], text)
      return withConfiguration(files, outputsOf<Packaged>, IN_PACKAGE).keys
    }
    const keys = ['one', 'two', 'one'].map(keysWith)
    expect(keys[1]).not.toEqual(keys[0])
    expect(keys[2]).toEqual(keys[0])
  })
})

interface Packaged {
  readonly keys: readonly string[]
  readonly packaged: string
  readonly capability: string
}

/** Folder of the module in the published package. */
const IN_PACKAGE = 'dist/terraform/stack'

/** The part of the module that changes the template, in a package of this template and files in place of zips. */
function packageOnly(template: (typeof templateNames)[number], zips: readonly string[], text = 'zip') {
  const given = {
    template: quoted(template),
    stack_name: '"studio-efs"',
    bucket: '"0123456789"',
    key_prefix: '"studio-efs"',
    package_directory: 'null',
    parameters: '{ RoleNamePrefix = "team" }',
    tags: '{}',
  }
  return {
    [`${IN_PACKAGE}/variables.tf`]: terraformText('stack/variables.tf'),
    [`${IN_PACKAGE}/package.tf`]: terraformText('stack/package.tf'),
    [`${IN_PACKAGE}/main.tf`]:
      'output "keys" {\n  value = [for name in keys(local.zips) : "${local.prefix}/${name}.zip"]\n}\n' +
      'output "packaged" {\n  value = local.packaged\n}\noutput "capability" {\n  value = local.capability\n}\n',
    [`${IN_PACKAGE}/terraform.tfvars`]: Object.entries(given)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
    [`cloudformation/${template}`]: readFileSync(templateFile(template), 'utf8'),
    ...Object.fromEntries(zips.map((zip) => [zip.slice(1), `${text}${zip}`])),
  }
}
