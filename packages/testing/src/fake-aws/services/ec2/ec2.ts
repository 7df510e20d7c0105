import { ec2Query } from '../../wire/codecs/ec2-query.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type FakeApi, type Operation, reads, writes } from '../../world/fake-api.js'
import { describeTags } from './describe-tags.js'
import { describeDhcpOptions } from './dhcp-options.js'
import model from './ec2.model.json'
import { invalidInput } from './errors.js'
import { describeNetworkAcls } from './network-acls.js'
import { describeNetworkInterfaces } from './network-interfaces.js'
import { describeAvailabilityZones } from './networks/availability-zones.js'
import { associateDhcpOptions, createDhcpOptions, deleteDhcpOptions } from './networks/dhcp-options.js'
import {
  createNetworkInterface,
  deleteNetworkInterface,
  modifyNetworkInterfaceAttribute,
} from './networks/network-interface.js'
import { createSubnet, deleteSubnet, modifySubnetAttribute } from './networks/subnet.js'
import { createVpc, deleteVpc, modifyVpcAttribute } from './networks/vpc.js'
import { authorize, revoke } from './security-groups/authorize-and-revoke.js'
import { describeSecurityGroupRules } from './security-groups/describe-rules.js'
import { describeSecurityGroups } from './security-groups/describe-security-groups.js'
import { modifySecurityGroupRules } from './security-groups/modify-rules.js'
import { createSecurityGroup, deleteSecurityGroup } from './security-groups/security-group.js'
import { updateDescriptions } from './security-groups/update-descriptions.js'
import { createTags, deleteTags } from './tags.js'
import { describeSubnets, describeVpcAttribute, describeVpcs } from './vpcs.js'

const operations: Readonly<Record<string, Operation>> = {
  DescribeVpcs: reads(describeVpcs),
  DescribeVpcAttribute: reads(describeVpcAttribute),
  CreateVpc: writes(createVpc),
  ModifyVpcAttribute: writes(modifyVpcAttribute),
  DeleteVpc: writes(deleteVpc),
  DescribeAvailabilityZones: reads(describeAvailabilityZones),
  DescribeSubnets: reads(describeSubnets),
  CreateSubnet: writes(createSubnet),
  ModifySubnetAttribute: writes(modifySubnetAttribute),
  DeleteSubnet: writes(deleteSubnet),
  DescribeNetworkInterfaces: reads(describeNetworkInterfaces),
  CreateNetworkInterface: writes(createNetworkInterface),
  ModifyNetworkInterfaceAttribute: writes(modifyNetworkInterfaceAttribute),
  DeleteNetworkInterface: writes(deleteNetworkInterface),
  DescribeNetworkAcls: reads(describeNetworkAcls),
  DescribeDhcpOptions: reads(describeDhcpOptions),
  CreateDhcpOptions: writes(createDhcpOptions),
  AssociateDhcpOptions: writes(associateDhcpOptions),
  DeleteDhcpOptions: writes(deleteDhcpOptions),
  DescribeSecurityGroups: reads(describeSecurityGroups),
  CreateSecurityGroup: writes(createSecurityGroup),
  DeleteSecurityGroup: writes(deleteSecurityGroup),
  AuthorizeSecurityGroupIngress: writes(authorize('ingress')),
  AuthorizeSecurityGroupEgress: writes(authorize('egress')),
  RevokeSecurityGroupIngress: writes(revoke('ingress')),
  RevokeSecurityGroupEgress: writes(revoke('egress')),
  DescribeSecurityGroupRules: reads(describeSecurityGroupRules),
  ModifySecurityGroupRules: writes(modifySecurityGroupRules),
  UpdateSecurityGroupRuleDescriptionsIngress: writes(updateDescriptions('ingress')),
  UpdateSecurityGroupRuleDescriptionsEgress: writes(updateDescriptions('egress')),
  DescribeTags: reads(describeTags),
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
