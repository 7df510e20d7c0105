import { FakeAwsError, type Violation } from '../../wire/errors.js'

export function invalidParameter(message: string): FakeAwsError {
  return new FakeAwsError('InvalidParameterValue', message)
}

export function notImplemented(what: string): FakeAwsError {
  return new FakeAwsError('UnsupportedOperation', `The fake AWS does not implement ${what}.`)
}

export function missingParameter(name: string): FakeAwsError {
  return new FakeAwsError('MissingParameter', `The request must contain the parameter ${name}`)
}

/** Parameters that AWS's messages call by an older name. */
const OLDER_NAMES: Readonly<Record<string, string>> = { resources: 'resourceIdSet' }

export function invalidInput([first]: readonly Violation[]): FakeAwsError {
  const { path = '', value = null, constraint = '' } = first ?? {}
  if (value === null) return missingParameter(OLDER_NAMES[path] ?? path)
  return invalidParameter(`Value (${value}) for parameter ${path} is invalid. ${constraint}`)
}

export function vpcNotFound(id: string): FakeAwsError {
  return new FakeAwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`)
}

export function subnetNotFound(id: string): FakeAwsError {
  return new FakeAwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`)
}

export function networkAclNotFound(id: string): FakeAwsError {
  return new FakeAwsError('InvalidNetworkAclID.NotFound', `The networkAcl ID '${id}' does not exist`)
}

export function dhcpOptionsNotFound(id: string): FakeAwsError {
  return new FakeAwsError('InvalidDhcpOptionID.NotFound', `The dhcpOption ID '${id}' does not exist`)
}

export function networkInterfaceNotFound(id: string): FakeAwsError {
  const message = `The networkInterface ID '${id}' does not exist`
  return new FakeAwsError('InvalidNetworkInterfaceID.NotFound', message)
}

/** A malformed id has an error of its own. */
export function groupNotFound(id: string): FakeAwsError {
  if (/^sg-[0-9a-f]{8,40}$/.test(id)) {
    return new FakeAwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
  }
  return new FakeAwsError('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`)
}

export function groupNameNotFound(name: string, vpcId: string): FakeAwsError {
  const message = `The security group '${name}' does not exist in default VPC '${vpcId}'`
  return new FakeAwsError('InvalidGroup.NotFound', message)
}

export function noDefaultVpc(): FakeAwsError {
  return new FakeAwsError('VPCIdNotSpecified', 'No default VPC for this user')
}
