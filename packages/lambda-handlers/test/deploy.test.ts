import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { bundleNames, zipOf } from '../build/bundles.js'
import { templateNames } from '../build/template-policies.js'
import { deployCommands, fanOutCommands } from '../src/deploy/deploy-commands.js'
import { templateFile } from './cloudformation/template.js'

const work = mkdtempSync(join(tmpdir(), 'studio-efs-deploy-'))
afterAll(() => rmSync(work, { recursive: true }))

const aws = spawnSync('aws', ['--version'])
const linter = spawnSync('cfn-lint', ['--version'])

/** The part of S3 that uploads need. */
async function bucket() {
  const uploaded = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const key = request.url?.split('?')[0] ?? ''
    const body = await buffer(request)
    if (request.method === 'PUT') uploaded.set(key, body)
    response.writeHead(request.method === 'PUT' || uploaded.has(key) ? 200 : 404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, uploaded, close: () => server.close() }
}

/** Asynchronous, because the bucket is in this process. */
async function run(command: string, environment: Record<string, string>): Promise<number> {
  const child = spawn('sh', ['-c', command], { cwd: work, env: { ...process.env, ...environment }, stdio: 'ignore' })
  const [status] = await once(child, 'exit')
  return status
}

test.skipIf(aws.error !== undefined)(
  'the printed commands package the template with every zip (skipped where the AWS CLI is not installed)',
  async () => {
    for (const name of templateNames) cpSync(templateFile(name), join(work, 'cloudformation', name))
    for (const name of bundleNames) {
      const zip = join(work, 'dist/bundles', name, `${name}.zip`)
      mkdirSync(dirname(zip), { recursive: true })
      writeFileSync(
        zip,
        zipOf({ files: { 'index.mjs': Buffer.from(`export const handler = '${name}'`) }, notices: '' }),
      )
    }
    const { url, uploaded, close } = await bucket()
    const templateFileName = 'cloudformation/studio-efs.yaml'
    const commands = deployCommands({
      ...{ domainId: 'd-science', bucket: 'artifacts', stackName: 'studio-efs', parameters: [] },
      templateFile: templateFileName,
    })
    const fanOut = fanOutCommands({
      ...{ bucket: 'artifacts', stackName: 'studio-efs', listBucket: 'lists', parameters: [] },
      templateFile: 'cloudformation/studio-efs-fanout.yaml',
    })
    const [packaging = ''] = commands
    const [packagingFanOut = ''] = fanOut
    const credentials = { AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake', AWS_DEFAULT_REGION: 'eu-west-1' }
    const environment = { ...credentials, AWS_ENDPOINT_URL_S3: url }
    expect([await run(packaging, environment), await run(packagingFanOut, environment)]).toEqual([0, 0])
    close()
    const packaged = readFileSync(join(work, 'studio-efs.packaged.yaml'), 'utf8')
    expect(packaged.match(/S3Bucket: artifacts/g)).toHaveLength(bundleNames.length - 1)
    expect(readFileSync(join(work, 'studio-efs-fanout.packaged.yaml'), 'utf8')).toContain('S3Bucket: artifacts')
    // No template deploys on-user-profile-created.
    expect(uploaded.size).toBe(bundleNames.length - 1)
    if (linter.error !== undefined) return
    const files = ['studio-efs', 'studio-efs-fanout'].map((stackName) => join(work, `${stackName}.packaged.yaml`))
    expect(spawnSync('cfn-lint', ['-t', ...files], { encoding: 'utf8' }).stdout).toBe('')
  },
  60_000,
)
