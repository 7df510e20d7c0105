import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type BundleName, bundleNames } from '../build/bundles.js'
import { templateNames, withPolicies } from '../build/template-policies.js'
import { FILE_SYSTEM_ATTRIBUTES } from '../src/ensure-file-system.js'
import { type Json, readTemplate, templateFile, templateText, usesOf } from './cloudformation/template.js'
import { settingsByHandler } from './settings-by-handler.js'

const templates = templateNames.map((name) => [name, readTemplate(name)] as const)
const functions = templates.flatMap(([, { Resources }]) =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => {
      const { Variables = {} } = (Properties['Environment'] ?? {}) as { readonly Variables?: object }
      return { zip: String(Properties['Code']), variables: Object.keys(Variables) }
    }),
)
const linter = spawnSync('cfn-lint', ['--version'])

test.skipIf(linter.error !== undefined)(
  'are clean in the eyes of cfn-lint (skipped where that is not installed)',
  () => {
    // All in one process: starting the linter takes as long as a template.
    const { stdout, stderr, status } = spawnSync('cfn-lint', ['-t', ...templateNames.map(templateFile)], {
      encoding: 'utf8',
    })
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 })
  },
  60_000,
)

describe.each(templateNames)('%s', (name) => {
  test("has the policies of core's table; `pnpm run policies` writes them", () => {
    expect(withPolicies(name, templateText(name))).toBe(templateText(name))
  })

  test('refers only to what it has', () => {
    const template = readTemplate(name)
    const known = [...Object.keys(template.Resources), ...Object.keys(template.Parameters)]
    const used = usesOf('Ref', template as unknown as Json)
      .map(String)
      .filter((each) => !each.startsWith('AWS::'))
    expect(used.filter((each) => !known.includes(each))).toEqual([])
    expect(
      Object.keys(template.Parameters).filter(
        (each) => !templateText(name).includes(`Ref ${each}`) && !templateText(name).includes(`\${${each}}`),
      ),
    ).toEqual([])
  })
})

test('every attribute of the custom resource that the template reads is in its reply', () => {
  const [[, main] = []] = templates
  const read = usesOf('Fn::GetAtt', main as unknown as Json)
    .map(String)
    .filter((path) => path.startsWith('FileSystem.'))
    .map((path) => path.split('.')[1])
  expect([...new Set(read)].filter((attribute) => !FILE_SYSTEM_ATTRIBUTES.includes(attribute as never))).toEqual([])
  expect(read).toContain('AccessPointArn')
})

/** Outputs that an update may change, which therefore no other stack may import. */
const notExported = ['Version', 'Layout', 'SharedPath', 'ForeignDirectories', 'Findings']

test.each(templateNames)(
  '%s exports every output that no update of it changes, under the name of its stack',
  (name) => {
    const { Outputs } = readTemplate(name)
    const exports = Object.entries(Outputs).map(([output, { Export }]) => [output, Export?.['Name']] as const)
    expect(exports.filter(([, exported]) => exported === undefined).map(([output]) => output)).toEqual(
      notExported.filter((output) => output in Outputs),
    )
    for (const [output, exported] of exports)
      if (exported !== undefined) expect(exported).toEqual({ 'Fn::Sub': `\${AWS::StackName}-${output}` })
  },
)

/** For deployments of one's own, such as that of the AWS blog post; the template works new profiles off in batches. */
const notDeployed: readonly BundleName[] = ['on-user-profile-created']

test('every handler is deployed by a template, from its zip', () => {
  expect([...new Set(functions.map(({ zip }) => zip))].sort()).toEqual(
    bundleNames.filter((name) => !notDeployed.includes(name)).map((name) => `../dist/bundles/${name}/${name}.zip`),
  )
})

/** Variables that the template leaves out, each with the reason. */
const left: Readonly<Record<string, string>> = {
  STUDIO_EFS_MOUNT_POINT: 'for trying things out on an ordinary directory',
  STUDIO_EFS_MOUNT_PATH: 'for one function in the VPC; here only the directory function mounts anything',
  STUDIO_EFS_DOMAIN_IDS: 'all domains of the VPC share the directory',
  STUDIO_EFS_OPERATIONS_PER_SECOND: 'the default leaves the file system to its users',
}

describe('the environment of every function is read by its handler, and the other way round', () => {
  test.each(functions)('$zip', ({ zip, variables }) => {
    const handler = zip.split('/').at(-2) ?? ''
    const read = Object.values(settingsByHandler[handler as BundleName]).map(({ variables: [variable] }) => variable)
    expect(variables.filter((variable) => !read.includes(variable))).toEqual([])
    const unset = read.filter((variable) => !variables.includes(variable))
    expect(unset.filter((variable) => !(variable in left))).toEqual([])
  })
})
