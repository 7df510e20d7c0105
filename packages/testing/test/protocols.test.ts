import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeAwsServer, startFakeAwsServer } from '../src/server/start-server.js'

let server: FakeAwsServer
const logGroupName = '/aws/sagemaker/studio'

beforeAll(async () => {
  server = await startFakeAwsServer({
    studio: {
      roles: [{ RoleName: 'Studio', Description: 'a & <b>' }],
      kmsKeys: [{ KeyId: '00000000-0000-4000-a000-000000000001', alias: 'alias/studio' }],
      domains: [{ DomainId: 'd-abc' }],
      spaces: [{ DomainId: 'd-abc', SpaceName: 'lab' }],
      logStreams: [{ logStreamName: 'd-abc/lab/JupyterLab/default' }],
      metrics: [{ MetricName: 'PercentIOLimit', Dimensions: { FileSystemId: 'fs-1' }, value: 97.5 }],
    },
  })
})
afterAll(() => server.close())

const SCRIPT = `
import boto3, datetime, json
app = dict(DomainId='d-abc', SpaceName='lab', AppType='JupyterLab', AppName='default')
sagemaker, ec2, cloudwatch = (boto3.client(name) for name in ('sagemaker', 'ec2', 'cloudwatch'))
now = datetime.datetime.now(datetime.timezone.utc)
metric = dict(Namespace='AWS/EFS', MetricName='PercentIOLimit', Dimensions=[dict(Name='FileSystemId', Value='fs-1')])
query = dict(Id='m', MetricStat=dict(Metric=metric, Period=3600, Stat='Maximum'))
data = lambda **more: cloudwatch.get_metric_data(
    MetricDataQueries=[query], StartTime=now - datetime.timedelta(hours=1), EndTime=now, **more)
def code(call):
    try: call()
    except Exception as error: return error.response['Error']['Code']
vpc = ec2.describe_vpcs()['Vpcs'][0]
print(json.dumps(dict(
    account=boto3.client('sts').get_caller_identity()['Account'],
    role=boto3.client('iam').get_role(RoleName='Studio')['Role'],
    noRole=code(lambda: boto3.client('iam').get_role(RoleName='None')),
    key=boto3.client('kms').describe_key(KeyId='alias/studio')['KeyMetadata']['KeyState'],
    noKey=code(lambda: boto3.client('kms').describe_key(KeyId='alias/none')),
    streams=boto3.client('logs').describe_log_streams(logGroupName='${logGroupName}')['logStreams'],
    noGroup=code(lambda: boto3.client('logs').describe_log_streams(logGroupName='none')),
    metric=data()['MetricDataResults'],
    noPeriod=code(lambda: cloudwatch.get_metric_data(MetricDataQueries=[query], StartTime=now, EndTime=now)),
    dns=ec2.describe_vpc_attribute(VpcId=vpc['VpcId'], Attribute='enableDnsSupport')['EnableDnsSupport'],
    acls=ec2.describe_network_acls()['NetworkAcls'],
    dhcp=ec2.describe_dhcp_options(DhcpOptionsIds=[vpc['DhcpOptionsId']])['DhcpOptions'],
    app=sagemaker.create_app(**app)['AppArn'],
    status=sagemaker.describe_app(**app)['Status'],
), default=str))
`

const installed = spawnSync('python3', ['-c', 'import boto3'], { encoding: 'utf8' }).status === 0
const skipped = installed ? '' : ' (skipped: python3 has no boto3 here)'

it.skipIf(!installed)(
  `boto3 reads every new operation, CloudWatch in CBOR${skipped}`,
  { timeout: 60_000 },
  async () => {
    const child = spawn('python3', ['-c', SCRIPT], { env: { ...process.env, ...server.variables } })
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      account: '111122223333',
      role: {
        RoleName: 'Studio',
        Description: 'a & <b>',
        // boto3 decodes the policy.
        AssumeRolePolicyDocument: { Statement: [{ Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] }] },
      },
      noRole: 'NoSuchEntity',
      key: 'Enabled',
      noKey: 'NotFoundException',
      streams: [{ logStreamName: 'd-abc/lab/JupyterLab/default' }],
      noGroup: 'ResourceNotFoundException',
      metric: [{ Id: 'm', Label: 'PercentIOLimit', Values: expect.arrayContaining([97.5]), StatusCode: 'Complete' }],
      noPeriod: 'ValidationError',
      dns: { Value: true },
      acls: [
        {
          IsDefault: true,
          Associations: expect.arrayContaining([expect.objectContaining({ SubnetId: expect.any(String) })]),
        },
      ],
      dhcp: [
        {
          DhcpConfigurations: expect.arrayContaining([
            { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
          ]),
        },
      ],
      app: 'arn:aws:sagemaker:eu-west-1:111122223333:app/d-abc/lab/jupyterlab/default',
      status: 'Pending',
    })
  },
)

/** Times of the last hour, in ISO 8601. */
function lastHour() {
  const now = server.clock.now()
  return { StartTime: new Date(now - 3_600_000).toISOString(), EndTime: new Date(now).toISOString() }
}

async function post(body: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const scope = 'Credential=A/20260101/eu-west-1/monitoring/aws4_request'
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`
  const reply = await fetch(server.url, { method: 'POST', body, headers: { authorization, ...headers } })
  return { status: reply.status, body: await reply.text() }
}

it('answers older clients of CloudWatch in the query protocol', async () => {
  const form = new URLSearchParams({
    Action: 'GetMetricData',
    Version: '2010-08-01',
    ...lastHour(),
    'MetricDataQueries.member.1.Id': 'm',
    'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'AWS/EFS',
    'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'PercentIOLimit',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'FileSystemId',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'fs-1',
    'MetricDataQueries.member.1.MetricStat.Period': '3600',
    'MetricDataQueries.member.1.MetricStat.Stat': 'Maximum',
  })
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const { status, body } = await post(form.toString(), type)
  expect([status, body]).toEqual([200, expect.stringContaining('<Values><member>97.5</member>')])
  expect(body).toContain(
    '<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricDataResult>',
  )
  form.set('MetricDataQueries.member.1.MetricStat.Metric.Colour', 'red')
  const refused = await post(form.toString(), type)
  expect([refused.status, refused.body]).toEqual([400, expect.stringContaining('Metric.Colour is not recognized')])
})

it('answers clients of CloudWatch in JSON', async () => {
  const Metric = {
    Namespace: 'AWS/EFS',
    MetricName: 'PercentIOLimit',
    Dimensions: [{ Name: 'FileSystemId', Value: 'fs-1' }],
  }
  const input = {
    ...lastHour(),
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 3600, Stat: 'SampleCount' } }],
  }
  const target = {
    'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
    'content-type': 'application/x-amz-json-1.0',
  }
  const { status, body } = await post(JSON.stringify(input), target)
  expect([status, JSON.parse(body)]).toMatchObject([200, { MetricDataResults: [{ Id: 'm', StatusCode: 'Complete' }] }])
})

it('refuses a body that is no CBOR', async () => {
  const path = '/service/GraniteServiceVersion20100801/operation/GetMetricData'
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' }
  for (const body of [new Uint8Array([0xff, 0x00]), new Uint8Array([0x81]), new Uint8Array([0x01])]) {
    const reply = await fetch(server.url + path, { method: 'POST', body, headers })
    expect([reply.status, reply.headers.get('x-amzn-query-error')]).toEqual([400, 'SerializationException;Sender'])
  }
})
