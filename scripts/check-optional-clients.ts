// Installs core from its tarball with only some of its clients, compiles a program with `skipLibCheck: false`, and runs it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const core = join(root, 'packages/core')

const program = `import { createStudioEfs, onboardProfile, removeFileSystem, unwrap } from '@studio-efs/core'
import { lookupEventsSource, logFilesSource } from '@studio-efs/core/cloudtrail'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { StudioEfsError } from '@studio-efs/core/errors'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'

const sagemaker = new SageMakerClient({ region: 'eu-west-1' })
const studioEfs = createStudioEfs({ sagemaker })
const lacks: { readonly contextLacks: string } = studioEfs.removeFileSystem
export const used = [lacks, onboardProfile, removeFileSystem, lookupEventsSource, lambdaDirectoryDriver, StudioEfsError]

const send = async (): Promise<never> => Promise.reject(new Error('sent'))
const without = { sagemaker, efs: { send } as never, ec2: { send } as never }
try {
  await unwrap(removeFileSystem(without, { fileSystemId: 'fs-0123456789abcdef0' }))
} catch (error) {
  console.log((error as Error).name, (error as Error).message)
}
try {
  for await (const record of logFilesSource({}, { location: 's3://trail/AWSLogs/' })) console.log(record)
} catch (error) {
  console.log((error as Error).name, (error as Error).message)
}
`

const options = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ['node'],
    outDir: 'out',
  },
  files: ['main.ts'],
}

/** Problems of a project with this tarball of core and only the SageMaker client; undefined when there are none. */
export function problemsWithoutOptionalClients(tarball: string): string | undefined {
  const project = mkdtempSync(join(tmpdir(), 'studio-efs-clients-'))
  const link = (from: string, name: string) => {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true })
    symlinkSync(realpathSync(join(from, 'node_modules', name)), join(project, 'node_modules', name))
  }
  const run = (command: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' })
    return { passed: status === 0, text: `${stdout}${stderr}` }
  }
  try {
    const target = join(project, 'node_modules/@studio-efs/core')
    mkdirSync(target, { recursive: true })
    const unpacked = run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
    if (!unpacked.passed) return unpacked.text
    for (const name of ['neverthrow', 'p-limit', '@aws-sdk/client-sagemaker']) link(core, name)
    link(root, '@types/node')
    writeFileSync(join(project, 'package.json'), '{"type":"module"}')
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options))
    writeFileSync(join(project, 'main.ts'), program)
    const compiled = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
    if (!compiled.passed) return compiled.text
    const { text } = run(process.execPath, ['out/main.js'])
    const expected = [/^ClientNotInstalledError .*npm install @aws-sdk\/client-efs\./m, /client-s3 is not installed/]
    return expected.every((each) => each.test(text)) ? undefined : `It printed:\n${text}`
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}
