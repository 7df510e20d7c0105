import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmCommand } from '../npm-command.mjs'
import { type Consumer, clients, compilerPackage, type Step } from './matrix.js'

/** Compiler options of an application that checks the declarations of its dependencies too. */
const STRICT = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
  rootDir: '.',
  outDir: 'out',
}

const MODULES = {
  NodeNext: { module: 'NodeNext', moduleResolution: 'NodeNext', noEmit: false },
  Bundler: { module: 'ESNext', moduleResolution: 'Bundler', noEmit: true },
}

/** Installs what package.json lists. Returns npm's output as a problem when it fails. */
export function npmInstall(folder: string): readonly string[] {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock']
  const { command, args, shell } = npmCommand('npm', ['install', ...flags])
  return problemsOf('npm install', spawnSync(command, args, { cwd: folder, shell, encoding: 'utf8' }))
}

/** Differences between what a consumer asked for and what npm installed, as far as a check depends on it. */
export function installProblems(folder: string, { dependencies, packages }: Consumer): readonly string[] {
  return clients.flatMap((client) => {
    const manifest = join(folder, 'node_modules', client, 'package.json')
    const installed = existsSync(manifest)
      ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
      : undefined
    const wanted = dependencies[client]
    if (wanted === undefined) {
      // The handlers bring clients of their own.
      return installed === undefined || packages.includes('lambda-handlers') ? [] : [`${client} is installed, unasked`]
    }
    return wanted === 'latest' || wanted === installed ? [] : [`${client} is ${installed}, not ${wanted}`]
  })
}

/** Runs a step. Returns its output as a problem when it fails. */
export function runStep(folder: string, step: Step): readonly string[] {
  switch (step.kind) {
    case 'types': {
      const config = { compilerOptions: { ...STRICT, ...MODULES[step.resolution] }, files: step.files }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
      const compiler = `node_modules/${compilerPackage(step.compiler)}/bin/tsc`
      return node(folder, `${step.files.join(', ')} with TypeScript ${step.compiler}, ${step.resolution}`, [
        compiler,
        '-p',
        '.',
      ])
    }
    case 'run':
      return node(folder, `node ${step.file}`, [step.file])
    case 'bundle':
      return [
        ...node(folder, `bundling ${step.file}`, ['bundle.mjs', step.file, 'out/bundle.mjs']),
        ...node(folder, `the bundle of ${step.file}`, ['out/bundle.mjs']),
      ]
    case 'jest':
      return node(folder, `jest as ${step.modules}`, [
        ...(step.modules === 'esm' ? ['--experimental-vm-modules'] : []),
        'node_modules/jest/bin/jest.js',
        '--ci',
      ])
  }
}

function node(folder: string, title: string, args: readonly string[]): readonly string[] {
  const environment = {
    ...process.env,
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  return problemsOf(title, spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: environment }))
}

function problemsOf(title: string, result: ReturnType<typeof spawnSync>): readonly string[] {
  const { status, stdout, stderr, error } = result
  return status === 0 ? [] : [`!! ${title}\n${stdout}${stderr}${error ?? ''}`]
}
