import { describe, expect, test } from 'vitest'
import { terraformNameOf } from '../../build/parameter-names.js'
import { parameterMeanings } from '../../build/parameter-table.js'
import { templateNames } from '../../build/template-policies.js'
import { terraformFiles, terraformFolders } from '../../build/terraform.js'
import { readTemplate } from '../cloudformation/template.js'
import { type Block, format, parseModule, resourcesOf, terraformPaths, terraformText } from './modules.js'

/** Folder of a module below `terraform`, with a slash at its end. */
const folderOf = (name: (typeof templateNames)[number]) => `${terraformFolders[name]}/`.replace('terraform/', '')
const folders = [...new Set(terraformPaths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))]
const examples = folders.filter((folder) => folder.startsWith('examples/'))

test.each(terraformPaths)('%s is formatted as by terraform fmt', async (path) => {
  expect(await format(terraformText(path))).toBe(terraformText(path))
})

describe.each(templateNames)('the module of %s', (name) => {
  const { Parameters, Outputs } = readTemplate(name)

  test('has the generated files; `pnpm run policies` writes them', () => {
    for (const [file, text] of Object.entries(terraformFiles(name)))
      expect(terraformText(`${folderOf(name)}${file}`)).toBe(text)
  })

  test('has a typed and described variable for each parameter, with its default', async () => {
    const { variable = {} } = await parseModule(folderOf(name))
    for (const [parameter, { Default, Type }] of Object.entries(Parameters)) {
      const [declared = {}] = variable[terraformNameOf(parameter)] ?? []
      const { format: many } = parameterMeanings[name][parameter] ?? {}
      const type = { list: 'list(string)', tags: 'map(string)', one: Type === 'Number' ? 'number' : 'string' }
      expect(declared, parameter).toMatchObject({ type: `\${${type[many ?? 'one']}}`, nullable: false })
      expect(declared['description']).toMatch(/^[A-Za-z].{5}/)
      const empty = { list: [], tags: {}, one: Default }
      expect(declared['default'], parameter).toEqual(empty[many ?? 'one'])
    }
  })

  test('gives CloudFormation each parameter once, and has each output', async () => {
    const { locals = [], output = {}, variable = {}, module = {} } = await parseModule(folderOf(name))
    const { parameters } = locals.find((block) => 'parameters' in block) as { readonly parameters: Block }
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(Object.keys(Parameters)))
    expect(Object.keys(parameters)).toHaveLength(Object.keys(Parameters).length)
    expect(module['stack']?.[0]).toMatchObject({ template: name, parameters: '${local.parameters}' })
    expect(Object.keys(output).sort()).toEqual(Object.keys(Outputs).map(terraformNameOf).sort())
    // Names that Terraform keeps for itself in a module block.
    const reserved = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']
    expect(Object.keys(variable).filter((one) => reserved.includes(one))).toEqual([])
  })
})

test.each(examples)('%s calls the module with variables that it has, and all that it requires', async (folder) => {
  const { variable = {}, output = {} } = await parseModule('')
  const required = Object.keys(variable).filter((name) => !('default' in (variable[name]?.[0] ?? {})))
  const { module = {} } = await parseModule(folder)
  expect(Object.keys(module)).not.toEqual([])
  for (const [block = {}] of Object.values(module)) {
    const given = Object.keys(block).filter((name) => !['source', 'for_each'].includes(name))
    expect(block['source']).toBe('../..')
    expect(Object.keys(variable)).toEqual(expect.arrayContaining(given))
    expect(given).toEqual(expect.arrayContaining(required))
  }
  const used = [...terraformText(`${folder}main.tf`).matchAll(/\bmodule\.\w+\.(\w+)/g)].map(([, name]) => name)
  expect(Object.keys(output)).toEqual(expect.arrayContaining(used))
})

test('a domain and a profile in an example are guarded, in each list of file systems that studio-efs may change', async () => {
  const found = await Promise.all(examples.map(parseModule))
  const ignored = (type: string) =>
    found
      .flatMap((module) => resourcesOf(module, type))
      .map(([, block]) => (block['lifecycle'] as readonly Block[] | undefined)?.[0]?.['ignore_changes'])
  expect(ignored('aws_sagemaker_domain')).toEqual([
    ['${default_user_settings[0].custom_file_system_config}', '${default_space_settings[0].custom_file_system_config}'],
  ])
  expect(ignored('aws_sagemaker_user_profile')).toEqual([['${user_settings[0].custom_file_system_config}']])
})

test('old functions and templates are deleted after the stack is updated, so that it can roll back', async () => {
  const objects = resourcesOf(await parseModule('stack/'), 'aws_s3_object')
  expect(objects.map(([address]) => address)).toEqual(['aws_s3_object.template', 'aws_s3_object.zip'])
  for (const [, block] of objects) expect(block['lifecycle']).toEqual([{ create_before_destroy: true }])
})
