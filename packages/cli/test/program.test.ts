import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { CreateSecurityGroupCommand, DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateDomainCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { type Clock, type DiagnosisLine, systemClock, unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { memoryDirectoryDriver, readyStudio } from '@studio-efs/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findMoto, startMoto } from '../../testing/test/moto/moto-server.js'
import { writeProgram } from '../build/bundle.js'

vi.setConfig({ testTimeout: 60_000 })

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-program-'))
const pseudoTerminal = fileURLToPath(new URL('./pseudo-terminal.py', import.meta.url))
const moto = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? findMoto() : undefined
const hasPython = spawnSync('python3', ['--version']).status === 0
let program = ''
beforeAll(async () => {
  program = await writeProgram(join(scratch, 'dist'))
}, 60_000)
afterAll(() => rmSync(scratch, { recursive: true }))

const CREDENTIALS = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: '111122223333',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
}

function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
  const { PATH = '' } = process.env
  return spawn(process.execPath, [program, ...words], {
    cwd: scratch,
    env: { PATH, HOME: scratch, ...CREDENTIALS, ...env },
    stdio: 'pipe',
  })
}

async function endOf(child: ChildProcessWithoutNullStreams) {
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, status }
}

/** A studio that AWS_ENDPOINT_URL alone leads to, and takes 20 updates a second. */
async function server(profiles: number) {
  const userProfileNames = Array.from({ length: profiles }, (_, n) => `user-${n}`)
  const rates = [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 20 }] as const
  const studio = readyStudio<Clock>({ clock: systemClock, userProfileNames, rates })
  const directories = memoryDirectoryDriver()
  studio.fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const { url } = await studio.fake.listen()
  const words = ['backfill', '-f', studio.fileSystemId, '-d', studio.domainId, '--directory-function', 'directories']
  return { ...studio, words, env: { AWS_ENDPOINT_URL: url } }
}

test('help starts without core and the AWS SDK, and is no error', async () => {
  const { out, err, status } = await endOf(start(['--help']))
  expect([status, err]).toEqual([0, ''])
  expect(out).toMatch(/^ {2}backfill {2,}give every existing user profile/m)
  // Measured without noise: the code that is compiled before a command is chosen.
  const files = new Set(['studio-efs.mjs'])
  for (const file of files)
    for (const [, name = ''] of readFileSync(join(scratch, 'dist', file), 'utf8').matchAll(
      /(?:from|import)\s?["']\.\/([^"']+)["']/g,
    ))
      files.add(name)
  const bytes = [...files].reduce((sum, file) => sum + readFileSync(join(scratch, 'dist', file)).length, 0)
  expect(bytes).toBeLessThan(250_000)
})

test.skipIf(process.platform === 'win32')(
  'it ends although a call of the file system does not, as on a mount that hangs',
  async () => {
    spawnSync('mkfifo', [join(scratch, 'hung')])
    writeFileSync(join(scratch, 'hang.mjs'), "import { open } from 'node:fs'\nopen('hung', 'r', () => undefined)\n")
    const child = start(['--help'], { NODE_OPTIONS: `--import ${join(scratch, 'hang.mjs')}` })
    const [out, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect([out.includes('backfill'), signal]).toEqual([true, 'SIGKILL'])
  },
  20_000,
)

test('the bundle has the licenses of what is in it', () => {
  const notices = readFileSync(join(scratch, 'dist/THIRD-PARTY-NOTICES'), 'utf8')
  for (const name of ['commander', 'cli-table3', '@aws-sdk/client-sagemaker']) expect(notices).toContain(`${name} `)
})

describe('with AWS_ENDPOINT_URL alone', () => {
  test('it reaches every service, and SIGTERM ends a run cleanly with the command that goes on', async () => {
    const { fake, words, env } = await server(200)
    const child = start([...words, '--report', 'report.json'], env)
    child.stderr.on('data', (line) => {
      if (/^[1-9]\d* of /m.test(String(line))) child.kill('SIGTERM')
    })
    const interrupted = await endOf(child)
    expect([interrupted.status, interrupted.out]).toEqual([1, expect.stringContaining('The run ended early (aborted)')])
    const [, next = ''] = /^ {2}studio-efs (.+)$/m.exec(interrupted.out) ?? []
    expect(next).toBe([...words, '--report', 'report.json', '--resume', 'report.json'].join(' '))
    const resumed = await endOf(start(next.split(' '), env))
    await fake.close()
    expect([resumed.status, resumed.out]).toEqual([
      0,
      expect.stringContaining('in total, with the earlier runs: 200 changed'),
    ])
    expect(`${resumed.out}${resumed.err}`).not.toContain(String.fromCharCode(27))
  }, 120_000)
})

test.skipIf(moto === undefined)(
  'with AWS_ENDPOINT_URL alone it works on moto, another stand-in for AWS (skipped without moto_server and STUDIO_EFS_TEST_SCALE=full)',
  async () => {
    const server = await startMoto()
    try {
      const env = { AWS_ENDPOINT_URL: server.url, AWS_REGION: 'eu-west-1' }
      const config = {
        region: 'eu-west-1',
        endpoint: server.url,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }
      const ec2 = new EC2Client(config)
      const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}))
      const VpcId = vpc?.VpcId ?? ''
      const inVpc = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(inVpc))
      const { DomainArn = '' } = await new SageMakerClient(config).send(
        new CreateDomainCommand({
          ...{ DomainName: 'team', AuthMode: 'IAM', VpcId, SubnetIds: Subnets.map(({ SubnetId = '' }) => SubnetId) },
          DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::123456789012:role/Studio' },
        }),
      )
      const domainId = DomainArn.split('/').at(-1) ?? ''
      for (const direction of ['inbound', 'outbound']) {
        const Tags = [{ Key: 'ManagedByAmazonSageMakerResource', Value: DomainArn }]
        await ec2.send(
          new CreateSecurityGroupCommand({
            ...{ GroupName: `security-group-for-${direction}-nfs-${domainId}`, Description: direction, VpcId },
            TagSpecifications: [{ ResourceType: 'security-group', Tags }],
          }),
        )
      }
      const run = (...words: string[]) => endOf(start(words, env))
      const first = await run('ensure', domainId, '--yes')
      expect([first.status, first.out]).toEqual([0, expect.stringMatching(/changes made\.$/m)])
      const [, fileSystemId = ''] = /^File system: (fs-\w+)$/m.exec(first.out) ?? []
      const at = ['--file-system', fileSystemId, '--output', 'json']
      const [again, status, diagnosis, unplaced] = await Promise.all([
        run('ensure', domainId),
        run('status', '--domain', domainId, '--timeout', '3', ...at),
        run('diagnose', domainId, 'alice', ...at),
        run('backfill', '--domain', domainId, '--file-system', fileSystemId),
      ])
      expect([again.status, again.out]).toEqual([0, expect.stringContaining('Nothing to change.')])
      // This stand-in has neither profiles nor spaces: the answers that it does not have are named, and nothing else fails.
      expect(JSON.parse(status.out)).toMatchObject({ domains: [{ domainId, status: 'InService' }], profiles: [] })
      expect([status.status, status.err]).toEqual([1, expect.stringMatching(/^Not read: the user profiles of/m)])
      const verdicts = new Map(JSON.parse(diagnosis.out).lines.map((line: DiagnosisLine) => [line.check, line.verdict]))
      expect([verdicts.get('domain-ready'), verdicts.get('zones-covered')]).toEqual(['green', 'green'])
      expect([unplaced.status, unplaced.err]).toEqual([
        2,
        expect.stringContaining('No stack of this Region and account exports a function'),
      ])
    } finally {
      server.stop()
    }
  },
  120_000,
)

test.skipIf(!hasPython)(
  'on a terminal it shows a bar, and Ctrl-C ends it (skipped where python3 is not installed)',
  async () => {
    const { fake, words, env } = await server(60)
    const { PATH = '' } = process.env
    const child = spawn(
      'python3',
      [pseudoTerminal, 'changed', process.execPath, program, ...words, '--report', 'bar.json'],
      {
        cwd: scratch,
        env: { PATH, HOME: scratch, ...CREDENTIALS, ...env },
        stdio: 'pipe',
      },
    )
    const { out, status } = await endOf(child)
    await fake.close()
    expect(out).toMatch(/[=-]+ \d+% \| \d+\/60 \| \d+ changed, 0 failed/)
    expect([status, out]).toEqual([1, expect.stringContaining('The run ended early (aborted)')])
    expect(existsSync(join(scratch, 'bar.json'))).toBe(true)
  },
)

test.skipIf(!hasPython)(
  'long reads and runs over spaces show progress on a terminal, and Ctrl-C prints the command that goes on (skipped where python3 is not installed)',
  async () => {
    const { fake, domainId, fileSystemId, env } = await server(300)
    // The run over spaces takes long enough for Ctrl-C.
    fake.setRate({ service: 'sagemaker', operation: 'DescribeSpace', perSecond: 10 })
    for (let n = 0; n < 60; n += 1)
      fake.seed.space({
        ...{ DomainId: domainId, SpaceName: `lab-${n}`, SpaceSettings: { AppType: 'JupyterLab' } },
        OwnershipSettings: { OwnerUserProfileName: 'user-1' },
        SpaceSharingSettings: { SharingType: 'Private' },
      })
    const { PATH = '' } = process.env
    const onTerminal = (word: string, words: readonly string[]) =>
      endOf(
        spawn('python3', [pseudoTerminal, word, process.execPath, program, ...words], {
          cwd: scratch,
          env: { PATH, HOME: scratch, ...CREDENTIALS, ...env },
          stdio: 'pipe',
        }),
      )
    const spaces = ['spaces', 'detach', '-f', fileSystemId, '-d', domainId, '--report', 'spaces.json']
    const [status, detached] = await Promise.all([
      onTerminal('read 100 of', ['status', '-d', domainId]),
      onTerminal('changed', spaces),
    ])
    await fake.close()
    expect([status.status, status.out]).toEqual([
      1,
      expect.stringMatching(/Ending\. Ctrl-C once more ends it at once\./),
    ])
    expect(status.out).toMatch(/To read it again:\r\n {2}studio-efs status -d d-studio\r\n$/)
    expect(detached.out).toMatch(/[=-]+ \d+% \| \d+\/60 \|/)
    expect([detached.status, detached.out]).toEqual([1, expect.stringContaining('--resume spaces.json')])
  },
)

describe('one sentence says what to do', () => {
  const words = ['ensure', 'd-studio', '--yes']
  const sentences = (err: string) => err.split('\n').filter((line) => line.startsWith('Error: '))

  test.each<[string, Record<string, string>, string]>([
    [
      'without credentials',
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' },
      'credentials',
    ],
    ['without a Region', { AWS_REGION: '', AWS_EC2_METADATA_DISABLED: 'true' }, 'Region'],
    ['with a Region that is none', { AWS_REGION: 'europe' }, 'Region'],
    ['with a profile that is not configured', { AWS_PROFILE: 'nobody' }, 'Check the credentials'],
  ])('%s', async (_, env, message) => {
    const { fake, env: toFake } = await server(1)
    const { err, out, status } = await endOf(start(words, { ...toFake, ...env }))
    await fake.close()
    expect([status, out, sentences(err).length]).toEqual([2, '', 1])
    expect(sentences(err)[0]).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
  })
})

test('a reader that leaves early is no error', async () => {
  writeFileSync(join(scratch, 'head.sh'), `"${process.execPath}" "${program}" --help | head -1`)
  const { err, out } = await endOf(spawn('sh', [join(scratch, 'head.sh')], { stdio: 'pipe' }))
  expect([out, err]).toEqual(['Usage: studio-efs [options] [command]\n', ''])
})
