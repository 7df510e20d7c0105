import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { cdk, compilers, consumers, type Step } from './matrix.js'

const root = new URL('../../', import.meta.url)
const textOf = (path: string) => readFileSync(new URL(path, root), 'utf8')
const core = JSON.parse(textOf('packages/core/package.json'))
const ranges = Object.values<string>(core.peerDependencies)
const required = Object.keys(core.peerDependencies).filter((name) => core.peerDependenciesMeta[name]?.optional !== true)
const all = consumers({ lowest: '3.901.0', required })
const [, , ...rows] =
  textOf('docs/versioning.md')
    .match(/^\| \| lowest[\s\S]*?\n\n/m)?.[0]
    .trim()
    .split('\n') ?? []
const promised = Object.fromEntries(
  rows.map((row) => row.split('|').map((cell) => cell.trim())).map(([, ...cells]) => [cells[0], cells]),
)

test('the lowest versions of the page are those of the manifests and of the matrix', () => {
  expect(new Set(ranges)).toEqual(new Set(['^3.901.0']))
  expect(promised['AWS SDK for JavaScript v3']?.[1]).toMatch(/^3\.901\.0\b/)
  expect(promised['TypeScript']?.[1]).toMatch(new RegExp(`^${compilers[0]}\\b`))
  expect(promised['Node']?.[1]).toMatch(/^20\.19\b/)
  const { peerDependencies } = JSON.parse(textOf('packages/cdk/package.json'))
  expect(peerDependencies['aws-cdk-lib']).toBe(`^${cdk.lowest['aws-cdk-lib']}`)
  expect(promised['AWS CDK']?.[1]).toBe(cdk.lowest['aws-cdk-lib'])
  expect(core.engines.node).toBe('>=20.19')
})

test('the Node versions of the page are those that CI runs', () => {
  const { jobs } = parse(textOf('.github/workflows/ci.yml'))
  const versions = promised['Node']?.[2]?.split(', ').map(Number)
  expect(jobs.everything.strategy.matrix.node).toEqual(versions)
  expect(jobs.consumers.strategy.matrix.node).toEqual(versions)
})

test('every kind of application is in the matrix', () => {
  const steps = all.flatMap(({ project, steps }) => steps.map((step) => ({ ...step, project })))
  const has = (part: object) => expect(steps).toContainEqual(expect.objectContaining(part))
  for (const compiler of compilers) {
    has({ kind: 'types', compiler, resolution: 'NodeNext' })
    has({ kind: 'types', compiler, resolution: 'Bundler' })
  }
  has({ kind: 'run', file: 'main.cjs' })
  has({ kind: 'bundle' })
  has({ kind: 'jest', modules: 'esm' })
  has({ kind: 'jest', modules: 'commonjs' })
})

test('the lowest and the newest AWS SDK are type-checked and run', () => {
  for (const version of ['3.901.0', 'latest']) {
    const consumer = all.find(({ dependencies }) =>
      Object.keys(core.peerDependencies).every((peer) => dependencies[peer] === version),
    )
    expect(
      consumer?.steps.map(({ kind }) => kind),
      version,
    ).toEqual(expect.arrayContaining(['types', 'run']))
  }
})

test('core is tried with its required peers alone', () => {
  const alone = all.find(({ name }) => name === 'core with its required peers alone')
  expect(Object.keys(alone?.dependencies ?? {}).filter((name) => name.startsWith('@aws-sdk/'))).toEqual(required)
})

test('every step names files of its project, and every file is used', () => {
  const used = new Set<string>()
  for (const { project, steps, name } of all) {
    const files = readdirSync(new URL(`projects/${project}/`, import.meta.url))
    for (const step of steps.flatMap(filesOf)) {
      expect(files, name).toContain(step)
      used.add(step)
    }
  }
  const programs = readdirSync(new URL('projects/application/', import.meta.url))
  expect(programs.filter((file) => file !== 'bundle.mjs' && !used.has(file))).toEqual([])
})

test('what runs from `out` is compiled by a step before it', () => {
  for (const { steps, name } of all) {
    const compiled = new Set<string>()
    for (const step of steps) {
      if (step.kind === 'types' && step.resolution === 'NodeNext') for (const file of step.files) compiled.add(file)
      if (step.kind === 'run' && step.file.startsWith('out/')) expect(compiled, name).toContain(sourceOf(step.file))
    }
  }
})

function filesOf(step: Step): readonly string[] {
  if (step.kind === 'types') return step.files
  return step.kind === 'jest' ? [] : [sourceOf(step.file)]
}

function sourceOf(file: string): string {
  return file.replace(/^out\/(.*)\.mjs$/, '$1.mts')
}

test('a compiler is installed for every step that needs it', () => {
  for (const { steps, dependencies, name } of all) {
    for (const step of steps)
      if (step.kind === 'types') expect(dependencies, name).toHaveProperty([`typescript-${step.compiler}`])
  }
})
