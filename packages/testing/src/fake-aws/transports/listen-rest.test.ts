import { CreateSecurityGroupCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'

const fake = createFakeAws()
let url = ''

beforeAll(async () => {
  url = (await fake.listen()).url
})
afterAll(() => fake.close())

const config = () => ({
  region: 'eu-west-1',
  endpoint: url,
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  maxAttempts: 1,
})

describe('listen', () => {
  it('serves EFS', async () => {
    const client = new EFSClient(config())
    const create = () => client.send(new CreateFileSystemCommand({ CreationToken: 'a' }))
    const { FileSystemId = '' } = await create()
    await expect(create()).rejects.toMatchObject({ name: 'FileSystemAlreadyExists', FileSystemId })
    expect(await client.send(new DescribeFileSystemsCommand({ FileSystemId }))).toMatchObject({ FileSystems: [{}] })
  })

  it('serves EC2', async () => {
    const client = new EC2Client(config())
    const create = () => client.send(new CreateSecurityGroupCommand({ GroupName: 'a', Description: 'A & B' }))
    const { GroupId = '' } = await create()
    await expect(create()).rejects.toMatchObject({ name: 'InvalidGroup.Duplicate' })
    const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
    expect(SecurityGroups).toMatchObject([{ Description: 'A & B' }])
  })

  it('reads EFS requests without a signature by their path', async () => {
    const reply = await fetch(`${url}/2015-02-01/file-systems/fs-00000000`, { method: 'DELETE' })
    expect(reply.status).toBe(404)
    expect(reply.headers.get('x-amzn-errortype')).toBe('FileSystemNotFound')
    expect(await reply.json()).toMatchObject({ ErrorCode: 'FileSystemNotFound', Message: expect.any(String) })
  })

  it("answers EC2 errors in EC2's form", async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/ec2/aws4_request'
    const post = async (body: string) => {
      const reply = await fetch(url, { method: 'POST', body, headers: { authorization } })
      return `${reply.status} ${await reply.text()}`
    }
    expect(await post('Action=DescribeVpcs&VpcId.1=vpc-0')).toMatch(
      /^400 .*<Response><Errors><Error><Code>InvalidVpcID.NotFound<\/Code><Message>.*<\/Errors><RequestID>[-\w]+<\/RequestID><\/Response>$/s,
    )
    expect(await post('Action=DescribeVpcs&Colour=red')).toContain('<Code>UnknownParameter</Code>')
    expect(await post('Action=DescribeVpcs&MaxResults=many')).toContain('<Code>InvalidParameterValue</Code>')
    expect(await post('Action=DescribeVpcs&VpcId.x=vpc-0')).toContain('<Code>UnknownParameter</Code>')
    expect(await post('Action=RunInstances')).toMatch(/^404 .*does not implement RunInstances/s)
    expect(await post('\u0000=&&&%%%')).toMatch(/^404 /)
  })

  it('answers any parameters and any body, and keeps serving', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/ec2/aws4_request'
    const actions = ['DescribeSecurityGroups', 'AuthorizeSecurityGroupIngress', 'CreateSecurityGroup', 'CreateTags']
    const names = ['Filter', 'Value', 'Name', '1', '2', 'GroupId', 'IpPermissions', 'IpRanges', 'CidrIp', 'Tag', '']
    const parameter = fc.tuple(
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
      fc.string(),
    )
    const paths = ['file-systems', 'mount-targets', 'access-points', 'file-systems/%zz', 'resource-tags/fs-00000000']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...actions), fc.array(parameter), fc.constantFrom(...paths), fc.json(), respond),
      { numRuns: 100 },
    )

    async function respond(Action: string, parameters: [string, string][], path: string, body: string) {
      const form = new URLSearchParams([['Action', Action], ...parameters])
      const ec2 = await fetch(url, { method: 'POST', body: form, headers: { authorization } })
      const efs = await fetch(`${url}/2015-02-01/${path}`, { method: 'POST', body })
      for (const reply of [ec2, efs]) expect(await reply.text()).not.toContain('The fake AWS broke')
    }
  })
})
