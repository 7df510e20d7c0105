import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bundleNames } from '../build/bundles.js'
import { cdkNameOf, terraformNameOf } from '../build/parameter-names.js'
import { parameterMeanings, withParameterTables } from '../build/parameter-table.js'
import { templateNames } from '../build/template-policies.js'
import { FILE_SYSTEM_ATTRIBUTES } from '../src/ensure-file-system.js'
import type { Setting } from '../src/settings/setting.js'
import { readTemplate, templateText } from './cloudformation/template.js'
import { settingsByHandler } from './settings-by-handler.js'

const page = (path: string) => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')

/** The first three cells of a table's rows, without the marks of code. */
function tableAfter(text: string, heading: string): readonly (readonly [string, string, string])[] {
  const section = text.slice(text.indexOf(`\n${heading}\n`))
  const table = section.slice(section.indexOf('\n|') + 1).split('\n\n')[0] ?? ''
  const rows = table.split('\n').slice(2)
  return rows.map((row) => {
    const [, name = '', value = '', meaning = ''] = row.split('|').map((cell) => cell.trim())
    return [name.replaceAll('`', ''), value.replaceAll('`', ''), meaning] as const
  })
}

const defaultOf = ({ otherwise }: Setting<unknown>) =>
  'missing' in otherwise ? 'required' : otherwise.value === undefined ? 'none' : String(otherwise.value)

describe("the environment of every function's page is the code's", () => {
  test.each(bundleNames.filter((name) => name !== 'ensure-file-system'))('%s', (name) => {
    const settings = Object.values(settingsByHandler[name] ?? {})
    const table = tableAfter(page(`functions/${name}.md`), '## Environment')
    expect(table.map(([variable, value]) => [variable, value]).sort()).toEqual(
      settings.map((setting) => [setting.variables[0], defaultOf(setting)]).sort(),
    )
    for (const { variables } of settings)
      for (const other of variables.slice(1)) {
        const [, , meaning] = table.find(([variable]) => variable === variables[0]) ?? []
        expect(meaning).toContain(`\`${other}\``)
      }
  })
})

test('the attributes of the custom resource are the ones that it replies', () => {
  const text = page('functions/ensure-file-system.md')
  for (const attribute of FILE_SYSTEM_ATTRIBUTES) expect(text).toContain(`\`${attribute}\``)
})

test.each([
  ['studio-efs.yaml', '## The stack'],
  ['studio-efs-fanout.yaml', '## The fan-out'],
] as const)('the parameters of the table and of its page are those of %s', (name, heading) => {
  const { Parameters, Metadata } = readTemplate(name)
  expect(Object.keys(parameterMeanings[name])).toEqual(Object.keys(Parameters))
  for (const { meaning, change } of Object.values(parameterMeanings[name])) expect(meaning && change).not.toBe('')
  const defaults = Object.entries(Parameters).map(([parameter, { Default }]) => [
    parameter,
    Default === undefined ? 'required' : Default === '' ? 'none' : String(Default),
  ])
  const text = page('parameters.md')
  const documented = tableAfter(text, heading).map(([names, value]) => [names.split('<br>')[0], value])
  expect(documented).toEqual(defaults)
  expect(withParameterTables(text)).toBe(text)
  const groups = Metadata['AWS::CloudFormation::Interface']?.ParameterGroups
  if (groups !== undefined)
    expect(groups.flatMap((group) => group.Parameters).sort()).toEqual(Object.keys(Parameters).sort())
})

test('every alarm names its section of the runbook, which says what happened, where to look and what to do', () => {
  const alarms = templateNames.flatMap((name) =>
    Object.entries(readTemplate(name).Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm'),
  )
  const sections = page('runbook.md').split('\n## ').slice(1)
  expect(sections.map((section) => section.split('\n')[0])).toEqual(alarms.map(([logicalId]) => logicalId))
  for (const section of sections)
    for (const part of ['What happened', 'Where to look', 'What to do']) expect(section).toContain(`**${part}.** `)
})

test('every alarm says itself what happened and what to do first, to a reader who has neither the repository nor its pages', () => {
  const [, title] = /^# (.+)$/m.exec(page('runbook.md')) ?? []
  const alarms = templateNames.flatMap((name) =>
    Object.entries(readTemplate(name).Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm'),
  )
  expect(alarms.length).toBeGreaterThan(8)
  for (const [logicalId, { Properties }] of alarms) {
    const description = String(Properties['AlarmDescription'])
    expect(description).toMatch(/^[A-Z].*?[.;] .*First (?:read|look at) .*studio-efs-[a-z-]+-\*/)
    expect(description).toMatch(
      new RegExp(`the section ${logicalId} of the page "${title}" in the documentation of studio-efs\\.$`),
    )
    // Limit of CloudWatch; CloudFormation may replace other characters by question marks.
    expect(description).toMatch(/^[\x20-\x7e]{1,1024}$/)
  }
  for (const name of templateNames) expect(templateText(name)).not.toMatch(/docs\/|\.md\b/)
})

test('every alarm names a queue, a function or a state machine that the stacks have', () => {
  for (const name of templateNames) {
    const text = templateText(name)
    for (const [, resource = ''] of text.matchAll(/studio-efs-([a-z-]+)-\*/g))
      expect(text).toContain(`[studio-efs-${resource}, `)
  }
})

test("the roles on the page need what the templates' roles need", () => {
  const rows = tableAfter(page('deployment.md'), '## Permissions')
  const documented = rows.map(([role, operations]) => [
    role,
    operations
      .match(/\w+(?:Profiles?|Domains?|Driver|Source|System|CloudTrail|Default|Leavers|Archives|Usage|Spaces)\b/g)
      ?.sort(),
  ])
  const roles = templateNames.flatMap((name) =>
    [...templateText(name).matchAll(/^ {2}(\w+Role):\n((?: {3,}.*\n)*)/gm)].map(([, role = '', body = '']) => {
      const needs = [...body.matchAll(/# iam: (.*)/g)].flatMap(
        ([, words = '']) => words.match(/(?<!\S)\w+(?!\S)/g) ?? [],
      )
      return [role, needs] as const
    }),
  )
  const inputs = [
    'missingSecurityGroup',
    'fileSystemPolicy',
    'deleteData',
    'hiddenProfiles',
    'key',
    'passRole',
    'everyDomain',
  ]
  const wanted = roles
    .filter(([, needs]) => needs.length > 0)
    .map(([role, needs]) => [role, [...new Set(needs)].filter((need) => !inputs.includes(need)).sort()])
  expect(documented.sort()).toEqual(wanted.sort())
})

const cdkProps = new URL('../../cdk/src/props/studio-efs-props.ts', import.meta.url)

test.skipIf(!existsSync(cdkProps))(
  'the construct of the CDK, the Terraform module and the template have the same parameters (skipped without packages/cdk)',
  () => {
    const parameters = Object.keys(readTemplate('studio-efs.yaml').Parameters)
    const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name)
    const variables = readFileSync(new URL('../../../terraform/variables.tf', import.meta.url), 'utf8')
    expect(namesIn(variables, /^variable "(\w+)"/gm)).toEqual(parameters.map(terraformNameOf))
    const [declared = ''] = /export interface StudioEfsProps [\s\S]*?\n\}/.exec(readFileSync(cdkProps, 'utf8')) ?? []
    expect(namesIn(declared, /^ {2}readonly (\w+)\??:/gm).sort()).toEqual(parameters.map(cdkNameOf).sort())
  },
)
