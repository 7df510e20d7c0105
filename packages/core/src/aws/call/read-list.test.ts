import { DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs'
import { assertErr, assertOk } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { AccessPointId } from '../../model/efs.js'
import type { DomainId, FileSystemId, SpaceName } from '../../model/ids.js'
import type { SecurityGroupId, SubnetId, VpcId } from '../../model/network.js'
import { describeNetworkInterfaces, describeSecurityGroups, describeSubnets } from '../ec2/network.js'
import { describeAccessPoints } from '../efs/access-points.js'
import { describeFileSystems } from '../efs/file-systems.js'
import { describeMountTargets } from '../efs/mount-targets.js'
import { describeReplications } from '../efs/replications.js'
import { listDomains, listUserProfiles } from '../sagemaker/lists.js'
import { hasRunningApp, listSpaces } from '../sagemaker/space-lists.js'
import type { AwsResult } from './aws-error.js'
import { readListPage } from './read-list.js'

const domainId = 'd-science' as DomainId
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId

type Reply = Readonly<Record<string, unknown>>

/** A call whose clients give these replies one after the other, and the last one again and again. */
function callOf(...replies: readonly Reply[]) {
  let sent = 0
  const send = async () => {
    sent += 1
    return replies[Math.min(sent, replies.length) - 1]
  }
  const client = { send } as never
  return { call: { ...endlessCall(), maxRetryMs: 0, sagemaker: client, efs: client, ec2: client }, sent: () => sent }
}

type Call = ReturnType<typeof callOf>['call']

interface ListCase {
  readonly name: string
  readonly member: string
  readonly token: string
  readonly item: Reply
  readonly read: (call: Call) => AwsResult<unknown>
  /** Items with one wrong member each, by the path that the error names. */
  readonly wrong: Readonly<Record<string, Reply>>
}

const target = {
  ...{ MountTargetId: 'fsmt-0123456789abcdef0', FileSystemId: fileSystemId, SubnetId: 'subnet-0123456789abcdef0' },
  ...{ VpcId: 'vpc-0123456789abcdef0', AvailabilityZoneId: 'euw1-az1', LifeCycleState: 'available' },
}
const subnet = {
  SubnetId: target.SubnetId,
  VpcId: target.VpcId,
  AvailabilityZoneId: 'euw1-az1',
  CidrBlock: '10.0.0.0/16',
}
const group = { GroupId: 'sg-0123456789abcdef0', GroupName: 'nfs', VpcId: target.VpcId }
const space = { domainId, spaceName: 'lab' as SpaceName }
const long = 'x'.repeat(3000)

const lists: readonly ListCase[] = [
  {
    ...{ name: 'ListDomains', member: 'Domains', token: 'NextToken', item: { DomainId: domainId }, read: listDomains },
    wrong: { DomainId: { DomainId: 'd-../x' } },
  },
  {
    ...{ name: 'ListUserProfiles', member: 'UserProfiles', token: 'NextToken' },
    item: { DomainId: domainId, UserProfileName: 'alice' },
    read: (call) => listUserProfiles(call),
    wrong: {
      UserProfileName: { DomainId: domainId, UserProfileName: '../etc' },
      DomainId: { UserProfileName: 'alice' },
    },
  },
  {
    ...{ name: 'ListSpaces', member: 'Spaces', token: 'NextToken', read: listSpaces },
    item: { DomainId: domainId, SpaceName: 'lab' },
    wrong: { SpaceName: { DomainId: domainId, SpaceName: 7 } },
  },
  {
    ...{ name: 'ListApps', member: 'Apps', token: 'NextToken', item: { Status: 'Deleted' } },
    read: (call) => hasRunningApp(call, space),
    wrong: { '': [] as never },
  },
  {
    ...{
      name: 'DescribeFileSystems',
      member: 'FileSystems',
      token: 'NextMarker',
      item: { FileSystemId: fileSystemId },
    },
    read: (call) => describeFileSystems(call, {}),
    wrong: {
      FileSystemId: { FileSystemId: undefined },
      CreationToken: { FileSystemId: fileSystemId, CreationToken: long },
      AvailabilityZoneId: { FileSystemId: fileSystemId, AvailabilityZoneId: '../' },
      Tags: { FileSystemId: fileSystemId, Tags: 'none' },
    },
  },
  {
    ...{ name: 'DescribeMountTargets', member: 'MountTargets', token: 'NextMarker', item: target },
    read: (call) => describeMountTargets(call, fileSystemId),
    wrong: {
      MountTargetId: { ...target, MountTargetId: 'fsmt-' },
      SubnetId: { ...target, SubnetId: 'subnet' },
      VpcId: { ...target, VpcId: null },
      AvailabilityZoneId: { ...target, AvailabilityZoneId: undefined },
      NetworkInterfaceId: { ...target, NetworkInterfaceId: 'eni' },
    },
  },
  {
    ...{ name: 'DescribeAccessPoints', member: 'AccessPoints', token: 'NextToken' },
    item: { AccessPointId: 'fsap-0123456789abcdef0', FileSystemId: fileSystemId },
    read: (call) => describeAccessPoints(call, { fileSystemId }),
    wrong: {
      AccessPointId: { AccessPointId: 'fsap', FileSystemId: fileSystemId },
      'PosixUser.Uid': {
        ...{ AccessPointId: 'fsap-0123456789abcdef0' as AccessPointId, FileSystemId: fileSystemId },
        PosixUser: { Uid: '0', Gid: 0 },
      },
    },
  },
  {
    ...{ name: 'DescribeReplicationConfigurations', member: 'Replications', token: 'NextToken' },
    item: { SourceFileSystemId: fileSystemId, Destinations: [] },
    read: (call) => describeReplications(call, fileSystemId),
    wrong: { SourceFileSystemId: { Destinations: [] } },
  },
  {
    ...{ name: 'DescribeSubnets', member: 'Subnets', token: 'NextToken', item: subnet },
    read: (call) => describeSubnets(call, [target.SubnetId as SubnetId]),
    wrong: {
      CidrBlock: { ...subnet, CidrBlock: '0.0.0.0' },
      AvailabilityZoneId: { ...subnet, AvailabilityZoneId: '' },
    },
  },
  {
    ...{ name: 'DescribeSecurityGroups', member: 'SecurityGroups', token: 'NextToken', item: group },
    read: (call) => describeSecurityGroups(call, { vpcId: target.VpcId as VpcId }),
    wrong: {
      GroupId: { ...group, GroupId: 'default' },
      'IpPermissions[0].IpRanges[0].CidrIp': { ...group, IpPermissions: [{ IpRanges: [{ CidrIp: 'everywhere' }] }] },
    },
  },
  {
    ...{ name: 'DescribeNetworkInterfaces', member: 'NetworkInterfaces', token: 'NextToken' },
    item: { NetworkInterfaceId: 'eni-0123456789abcdef0', Groups: [{ GroupId: group.GroupId }] },
    read: (call) => describeNetworkInterfaces(call, { groupIds: [group.GroupId as SecurityGroupId] }),
    wrong: { 'Groups[0].GroupId': { NetworkInterfaceId: 'eni-0123456789abcdef0', Groups: [{}] } },
  },
]

describe.each(lists)('$name', ({ name, member, token, item, read, wrong }) => {
  test('whose token comes again is an error, and not read for ever', async () => {
    const { call, sent } = callOf({ [member]: [item], [token]: 'again' })
    const error = assertErr(await read(call), 'ServiceFailureError')
    expect(error).toMatchObject({ code: 'EndlessList', operation: name, retryable: false })
    expect(sent()).toBe(2)
  })

  test('is read to its end, over a page without items', async () => {
    const { call, sent } = callOf(
      { [member]: [item], [token]: '2' },
      { [token]: '3' },
      { [member]: [item], [token]: '' },
    )
    assertOk(await read(call))
    expect(sent()).toBe(3)
  })

  test.each(Object.entries(wrong))('with a wrong %s is a malformed reply', async (path, wrongItem) => {
    const { call } = callOf({ [member]: [item, wrongItem] })
    const error = assertErr(await read(call), 'MalformedReplyError')
    expect(error).toMatchObject({ operation: name, field: `${member}[1]${path && `.${path}`}`, retryable: false })
    expect(error.message.length).toBeLessThan(600)
  })

  test.each(['none', 7, {}])('with %j in place of the list is a malformed reply', async (value) => {
    const { call } = callOf({ [member]: value })
    expect(assertErr(await read(call), 'MalformedReplyError').field).toBe(member)
  })

  test.each([[[{}]], [[{ [member]: [item], [token]: '2' }, {}]]])(
    'whose last page has no list is a malformed reply, not the end of the list: %j',
    async (replies) => {
      const { call } = callOf(...replies)
      const error = assertErr(await read(call), 'MalformedReplyError')
      expect(error).toMatchObject({ operation: name, field: member, received: 'missing' })
      expect(error.hint).toContain(`let a mock answer { ${member}: [] }`)
    },
  )

  test('that is empty is read', async () => {
    const { call, sent } = callOf({ [member]: [] })
    assertOk(await read(call))
    expect(sent()).toBe(1)
  })

  test('with a token that is no text is a malformed reply: the rest of the list would be missed', async () => {
    const { call } = callOf({ [member]: [item], [token]: 7 })
    assertErr(await read(call), 'MalformedReplyError')
  })
})

test('a page without end is not kept', async () => {
  let given = 0
  async function* endless() {
    for (;;) {
      given += 1_000_000
      yield Buffer.alloc(1_000_000, ' ')
    }
  }
  const requestHandler = {
    handle: async () => ({
      response: { statusCode: 200, headers: { 'content-type': 'application/json' }, body: endless() },
    }),
  }
  const credentials = { accessKeyId: 'fake', secretAccessKey: 'fake' }
  const efs = new EFSClient({
    region: 'eu-west-1',
    credentials,
    requestHandler: requestHandler as never,
    maxAttempts: 1,
  })
  const page = readListPage(
    { ...endlessCall(), maxRetryMs: 0 },
    {
      request: { service: 'efs', operation: 'DescribeFileSystems', resource: 'the file systems' },
      command: () => new DescribeFileSystemsCommand({}),
      send: (command, abortSignal) => efs.send(command, { abortSignal }),
      items: ({ FileSystems }) => ['FileSystems', FileSystems],
      next: ({ NextMarker }) => NextMarker,
      parse: () => {
        throw new Error('not parsed')
      },
    },
    undefined,
  )
  expect(assertErr(await page, 'ServiceFailureError')).toMatchObject({ code: 'ReplyTooLarge', retryable: false })
  expect(given).toBeLessThan(20_000_000)
})
