// Runs moto's own tests against the fake: `npx tsx packages/testing/scripts/moto-tests/main.ts <checkout of moto>`, of the
// version that is installed. Needs python3 with moto, boto3 and pytest. Exits with 1 at a failure without a verdict, and when
// fewer tests pass than before.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apis } from '../../src/fake-aws/services/apis.js'
import { startFakeAwsServer } from '../../src/index.js'
import { judge, type MotoTest } from './judge.js'
import { verdicts } from './verdicts.js'

/** Account of moto. */
const ACCOUNT = '123456789012'
/** Regions that the tests use. */
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1']
const MORE_REGIONS = [
  'eu-west-1',
  'eu-west-2',
  'eu-north-1',
  'eu-central-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-southeast-1',
]
/** Tests of what the fake claims: EFS; groups, subnets, VPCs, interfaces and tags of EC2; lists of S3. */
const TESTS = [
  'test_efs',
  ...['security_groups', 'subnets', 'vpcs', 'elastic_network_interfaces', 'tags'].map(
    (name) => `test_ec2/test_${name}.py`,
  ),
  'test_s3/test_s3_list_objects.py',
]

async function run(checkout: string): Promise<readonly MotoTest[]> {
  const server = await startFakeAwsServer({ regions: [...REGIONS, ...MORE_REGIONS], accounts: [ACCOUNT] })
  const folder = mkdtempSync(join(tmpdir(), 'studio-efs-moto-'))
  const report = join(folder, 'report.jsonl')
  const plugin = fileURLToPath(new URL('.', import.meta.url))
  const options = ['-q', '--tb=no', '-p', 'fake_as_moto', '-p', 'no:cacheprovider']
  const pytest = spawn('python3', ['-m', 'pytest', ...options, ...TESTS.map((name) => `tests/${name}`)], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PYTHONPATH: `${plugin}:${checkout}`,
      PYTHONDONTWRITEBYTECODE: '1',
      TEST_SERVER_MODE: 'true',
      TEST_SERVER_MODE_ENDPOINT: server.url,
      MOTO_TESTS_REPORT: report,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  })
  try {
    await once(pytest, 'exit')
    return readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

const [checkout = ''] = process.argv.slice(2)
if (checkout === '' || spawnSync('python3', ['-c', 'import boto3, moto, pytest']).status !== 0) {
  console.error('Give the folder of a checkout of moto; python3 needs moto, boto3 and pytest.')
  process.exit(2)
}
const operations = new Set(
  apis.flatMap(({ model, operations }) => Object.keys(operations).map((name) => `${model.service}:${name}`)),
)
/** Passed with moto 5.2.1; two tests draw a range of ports at random, and pass half of the time. */
const MINIMUM_PASSED = 115
const judgement = judge(await run(checkout), verdicts, (operation) => operations.has(operation))
console.log(JSON.stringify(judgement, undefined, 2))
process.exitCode = judgement.unexplained.length === 0 && judgement.passed >= MINIMUM_PASSED ? 0 : 1
