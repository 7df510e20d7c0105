/** Reason for a test of moto that fails against the fake. */
export interface Verdict {
  readonly verdict: 'fake-right' | 'moto-right' | 'not-documented' | 'not-claimed'
  readonly reason: string
  /** Page of AWS that the reason comes from. */
  readonly document?: string
  /** Names of test functions, without their parameters. */
  readonly tests: readonly string[]
}

const EFS = 'https://docs.aws.amazon.com/efs/latest/ug'
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference'
const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide'

export const verdicts: readonly Verdict[] = [
  {
    verdict: 'fake-right',
    reason: 'Creation returns while the resource is still being created.',
    document: `${EFS}/API_CreateFileSystem.html`,
    tests: [
      'test_create_access_point__simple',
      'test_create_file_system_correct_use',
      'test_create_mount_target_minimal_correct_use',
      'test_describe_mount_targets_minimal_case',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'Every file system has its protection described, and a name only with a Name tag.',
    document: `${EFS}/API_FileSystemDescription.html`,
    tests: [
      'test_create_file_system_aws_sample_1',
      'test_describe_file_systems_minimal_case',
      'test_describe_file_systems_using_identifier',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'A zone of another Region is not supported.',
    document: `${EFS}/API_CreateFileSystem.html`,
    tests: ['test_create_file_system_aws_sample_2', 'test_describe_file_systems_aws_create_sample_2'],
  },
  {
    verdict: 'fake-right',
    reason: 'An input that breaks the API model is refused.',
    document: 'https://github.com/aws/aws-sdk-js-v3/pull/1288',
    tests: [
      'test_create_access_point__full',
      'test_describe_file_systems_using_unknown_identifier',
      'test_delete_file_system_invalid_file_system_id',
      'test_describe_filesystem_config__unknown',
      'test_describe_mount_target_security_groups__unknown',
      'test_modify_mount_target_security_groups__unknown',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'A client token belongs to one access point.',
    document: `${EFS}/API_CreateAccessPoint.html`,
    tests: ['test_describe_access_points__filters'],
  },
  {
    verdict: 'fake-right',
    reason: 'SubnetNotFound and SecurityGroupNotFound have the status 400.',
    document: `${EFS}/API_CreateMountTarget.html`,
    tests: ['test_create_mount_target_invalid_subnet_id', 'test_create_mount_target_invalid_sg_id'],
  },
  {
    verdict: 'fake-right',
    reason: 'AWS keeps the first four addresses of a subnet.',
    document: `${VPC}/subnet-sizing.html`,
    tests: ['test_create_mount_target_aws_sample_2'],
  },
  {
    verdict: 'fake-right',
    reason: 'A description has no apostrophe, and a name does not begin with sg-.',
    document: `${EC2}/API_CreateSecurityGroup.html`,
    tests: ['test_create_mount_target_too_many_security_groups', 'test_modify_mount_target_security_groups'],
  },
  {
    verdict: 'fake-right',
    reason: 'The VPC of a group has to exist.',
    document: `${EC2}/errors-overview.html`,
    tests: [
      'test_create_and_describe_vpc_security_group',
      'test_create_two_security_groups_with_same_name_in_different_vpc',
      'test_delete_security_group_in_vpc',
      'test_authorize_group_in_vpc',
      'test_describe_security_groups',
      'test_get_all_security_groups_filter_with_same_vpc_id',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'In the default VPC it is no error to revoke a rule that is not there.',
    document: `${EC2}/API_RevokeSecurityGroupIngress.html`,
    tests: ['test_authorize_ip_range_and_revoke'],
  },
  {
    verdict: 'fake-right',
    reason: 'An id that is malformed has an error of its own.',
    document: `${EC2}/errors-overview.html`,
    tests: ['test_authorize_other_group_and_revoke', 'test_non_existent_security_group_raises_error_on_authorize'],
  },
  {
    verdict: 'fake-right',
    reason: 'A rule names groups of its own VPC, or of a peered one.',
    document: `${EC2}/API_AuthorizeSecurityGroupIngress.html`,
    tests: ['test_authorize_and_revoke_in_bulk'],
  },
  {
    verdict: 'fake-right',
    reason: 'A range of ports ends at its beginning or above it; the test draws both at random.',
    document: `${EC2}/API_IpPermission.html`,
    tests: ['test_filter_egress__ip_permission__from_port', 'test_security_group_filter_ip_permission'],
  },
  {
    verdict: 'fake-right',
    reason: 'AWS cuts the host bits off 1.0.0.0/0 to 109.0.0.0/0, so the request has one rule 110 times.',
    document: `${EC2}/API_IpRange.html`,
    tests: ['test_sec_group_rule_limit'],
  },
  {
    verdict: 'fake-right',
    reason: 'The API has no zones of other Regions.',
    document: `${EC2}/API_CreateSubnet.html`,
    tests: ['test_availability_zone_in_create_subnet', 'test_create_subnet_with_tags'],
  },
  {
    verdict: 'fake-right',
    reason: 'AWS cuts the host bits off the block of a VPC, and the filter wants the block as it is then.',
    document: `${EC2}/API_DescribeVpcs.html`,
    tests: ['test_vpc_get_by_cidr_block'],
  },
  {
    verdict: 'fake-right',
    reason: 'A name alone is for groups of the default VPC.',
    document: `${EC2}/API_UpdateSecurityGroupRuleDescriptionsIngress.html`,
    tests: [
      'test_update_security_group_rule_descriptions_egress',
      'test_update_security_group_rule_descriptions_ingress',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'The default security group of a VPC has an inbound rule too, which is no outbound rule to revoke.',
    document: `${VPC}/default-security-group.html`,
    tests: ['test_revoke_security_group_egress__without_ipprotocol'],
  },
  {
    verdict: 'fake-right',
    reason: 'An address of an interface is one of its subnet.',
    document: `${EC2}/API_CreateNetworkInterface.html`,
    tests: [
      'test_elastic_network_interfaces_with_private_ip',
      'test_elastic_network_interfaces_get_by_private_ip',
      'test_assign_private_ip_addresses__by_address',
      'test_assign_private_ip_addresses__with_secondary_count',
      'test_unassign_private_ip_addresses',
      'test_unassign_private_ip_addresses__multiple',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'The security groups of an interface exist, in the VPC of its subnet.',
    document: `${VPC}/vpc-security-groups.html`,
    tests: [
      'test_elastic_network_interfaces_with_groups',
      'test_elastic_network_interfaces_modify_attribute',
      'test_elastic_network_interfaces_filtering',
      'test_elastic_network_interfaces_describe_network_interfaces_with_filter',
      'test_elastic_network_interfaces_auto_create_securitygroup',
    ],
  },
  {
    verdict: 'fake-right',
    reason: 'The requester is the account; the test wants a name that moto made up.',
    document: `${EC2}/API_NetworkInterface.html`,
    tests: ['test_elastic_network_interfaces'],
  },
  {
    verdict: 'not-documented',
    reason: 'The order of the tags in a list: the test wants that of the request, and the fake sorts by key.',
    tests: ['test_list_tags_for_resource__with_tags', 'test_tag_resource'],
  },
  {
    verdict: 'not-documented',
    reason: 'The text for an address outside the subnet: code and status are the same, and the test looks for a word.',
    tests: ['test_create_mount_target_ip_address_out_of_range'],
  },
  {
    verdict: 'not-documented',
    reason: 'A creation token beside a file-system id: an error in the test; the fake looks for what has both.',
    tests: ['test_describe_file_system_creation_token_and_file_system_id'],
  },
  {
    verdict: 'not-documented',
    reason: 'The order of the rules in a list: the test wants that of their creation, and the fake sorts by id.',
    tests: ['test_description_in_ip_permissions'],
  },
  {
    verdict: 'not-documented',
    reason: 'A filter without values: the test wants an empty list, and the fake answers with an error.',
    tests: ['test_get_subnets_filtering'],
  },
  {
    verdict: 'not-claimed',
    reason: 'A default VPC has subnets in three zones; the test needs five.',
    tests: ['test_describe_mount_targets_paging'],
  },
]
