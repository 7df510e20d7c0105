import { ec2Query } from '../../wire/codecs/ec2-query.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type FakeApi, type Operation, reads, writes } from '../../world/fake-api.js'
import { describeDhcpOptions } from './dhcp-options.js'
import model from './ec2.model.json'
import { invalidInput } from './errors.js'
import { describeNetworkAcls } from './network-acls.js'
import { describeNetworkInterfaces } from './network-interfaces.js'
import { authorize, revoke } from './security-groups/authorize-and-revoke.js'
import { describeSecurityGroups } from './security-groups/describe-security-groups.js'
import { createSecurityGroup, deleteSecurityGroup } from './security-groups/security-group.js'
import { createTags, deleteTags } from './tags.js'
import { describeSubnets, describeVpcAttribute, describeVpcs } from './vpcs.js'

const operations: Readonly<Record<string, Operation>> = {
  DescribeVpcs: reads(describeVpcs),
  DescribeVpcAttribute: reads(describeVpcAttribute),
  DescribeSubnets: reads(describeSubnets),
  DescribeNetworkInterfaces: reads(describeNetworkInterfaces),
  DescribeNetworkAcls: reads(describeNetworkAcls),
  DescribeDhcpOptions: reads(describeDhcpOptions),
  DescribeSecurityGroups: reads(describeSecurityGroups),
  CreateSecurityGroup: writes(createSecurityGroup),
  DeleteSecurityGroup: writes(deleteSecurityGroup),
  AuthorizeSecurityGroupIngress: writes(authorize('ingress')),
  AuthorizeSecurityGroupEgress: writes(authorize('egress')),
  RevokeSecurityGroupIngress: writes(revoke('ingress')),
  RevokeSecurityGroupEgress: writes(revoke('egress')),
  CreateTags: writes(createTags),
  DeleteTags: writes(deleteTags),
}

// AWS has smaller buckets for unfiltered descriptions; the fake does not implement them.
const rates = Object.entries(operations).map(([operation, { readOnly }]) =>
  readOnly ? { operation, perSecond: 20, burst: 100 } : { operation, perSecond: 5, burst: 50 },
)

export const ec2: FakeApi = {
  model,
  codec: ec2Query,
  eventSource: 'ec2.amazonaws.com',
  errors: {
    throttling: () => new FakeAwsError('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 }),
    internal: (message) => new FakeAwsError('InternalError', message, { status: 500 }),
    invalidInput,
  },
  rates,
  operations: Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, withDryRun(operation)])),
}

// A dry run checks permissions only, and the fake denies nobody.
function withDryRun(operation: Operation): Operation {
  return {
    ...operation,
    handle(world, input, call) {
      if (input['DryRun'] !== true) return operation.handle(world, input, call)
      const message = 'Request would have succeeded, but DryRun flag is set.'
      throw new FakeAwsError('DryRunOperation', message, { status: 412 })
    },
  }
}
