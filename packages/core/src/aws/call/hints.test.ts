import { expect, test } from 'vitest'
import { awsErrorOf } from './read-exception.js'

const request = { service: 'sagemaker', operation: 'UpdateDomain', resource: 'domain d-abc' } as const

const errorOf = (name: string, message: string, status = 403) =>
  awsErrorOf(
    request,
    Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } }),
  )

const who = 'User: arn:aws:sts::111122223333:assumed-role/Efs/run'
const role = 'arn:aws:iam::111122223333:role/Shared'

test.each([
  [
    'AccessDeniedException',
    `${who} is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
    'Allow iam:PassRole on that resource to the role that runs this.',
  ],
  [
    'AccessDeniedException',
    `${who} is not authorized to perform: elasticfilesystem:DescribeMountTargets on the specified resource`,
    'Allow elasticfilesystem:DescribeMountTargets to the role that runs this.',
  ],
  [
    'AccessDenied',
    `${who} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1 because no resource-based policy allows the kms:Decrypt action`,
    'Allow kms:Decrypt on that resource to the role that runs this, in the policy of the resource or of the role.',
  ],
  [
    'AccessDenied',
    `${who} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::trail" because no identity-based policy allows the s3:ListBucket action`,
    'Allow s3:ListBucket on that resource to the role that runs this.',
  ],
  [
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. ${who} is not authorized to perform: ec2:CreateSecurityGroup on resource: arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1 because no permissions boundary allows the ec2:CreateSecurityGroup action. Encoded authorization failure message: x`,
    "Allow ec2:CreateSecurityGroup on that resource in the permissions boundary too: the role's own policies are not enough.",
  ],
  [
    'AccessDeniedException',
    `${who} is not authorized to perform: sagemaker:UpdateDomain on resource: arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abc with an explicit deny in a service control policy`,
    'A service control policy of the organization denies sagemaker:UpdateDomain: ask its administrator; no other policy can allow it.',
  ],
  [
    'AccessDeniedException',
    `${who} is not authorized to perform: sagemaker:UpdateDomain on resource: arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abc with an explicit deny in an identity-based policy`,
    'The identity-based policy denies sagemaker:UpdateDomain: change it there; no other policy can allow it.',
  ],
])('%s: %s', (name, message, hint) => {
  expect(errorOf(name, message)).toMatchObject({ name: 'AccessDeniedError', hint })
})

test.each([
  ['AccessDenied', 'Access Denied'],
  ['UnauthorizedOperation', 'You are not authorized to perform this operation.'],
  ['AccessDeniedException', 'no'],
])('%s without an action in its text gives no advice', (name, message) => {
  expect(errorOf(name, message)).toMatchObject({ name: 'AccessDeniedError', hint: undefined })
})

test('a refusal that is about a permission says so, and not that apps may run', () => {
  const message = `${who} is not authorized to perform: iam:PassRole on resource: ${role}`
  expect(errorOf('ValidationException', message, 400).hint).toBe(
    'Allow iam:PassRole on that resource to the role that runs this.',
  )
  expect(errorOf('ValidationException', 'Unable to update', 400).hint).toContain('running apps')
})

test.each([
  ['InvalidSignatureException', 'Signature expired: 20261126T144525Z is now earlier than 20261126T145025Z'],
  ['InvalidSignatureException', 'Signature not yet current: 20261126T155525Z is still later than 20261126T145525Z'],
  ['SignatureDoesNotMatch', 'Signature expired: 20261126T144525Z is now earlier than 20261126T145025Z'],
  ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
  ['RequestExpired', 'Request has expired.'],
])('%s (%s) speaks of the clock', (name, message) => {
  const error = errorOf(name, message)
  expect([error.name, error.retryable, error.hint]).toEqual([
    'CredentialsError',
    false,
    expect.stringContaining('clock of this computer'),
  ])
})

test.each([
  ['InvalidSignatureException', 'The request signature we calculated does not match', 'Check the credentials'],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'sign in again'],
])('%s does not speak of the clock', (name, message, hint) => {
  expect(errorOf(name, message).hint).toContain(hint)
})
