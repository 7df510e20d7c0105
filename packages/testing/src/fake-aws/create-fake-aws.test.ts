import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core/directories'
import { describe, expect, it } from 'vitest'
import { eventBridgeEvent } from '../events/api-call-event.js'
import { efsEntry } from '../studio/custom-file-systems.js'
import { createFakeAws } from './create-fake-aws.js'
import type { FakeAwsOptions } from './settings/options.js'

const settings = { CustomFileSystemConfigs: [efsEntry('fs-11111111')] }

async function createTwice(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice', UserSettings: settings })
  await client.send(create)
  await client.send(create).catch(() => {})
  return fake
}

describe('a fresh fake', () => {
  it('has a default VPC with a subnet in each of three zones, and nothing else', () => {
    const { state } = createFakeAws()
    expect([...state.ec2.vpcs.values()]).toMatchObject([{ IsDefault: true, CidrBlock: '172.31.0.0/16' }])
    const zones = [...state.ec2.subnets.values()].map(({ AvailabilityZone, AvailabilityZoneId }) => [
      ...[AvailabilityZone, AvailabilityZoneId],
    ])
    expect(zones).toEqual([
      ['eu-west-1a', 'euw1-az1'],
      ['eu-west-1b', 'euw1-az2'],
      ['eu-west-1c', 'euw1-az3'],
    ])
    expect([...state.ec2.securityGroups.values()]).toMatchObject([{ GroupName: 'default' }])
    expect(state.efs.fileSystems.size + state.sagemaker.domains.size + state.trail.length).toBe(0)
  })

  it('can be another account in another Region', () => {
    const { state, seed } = createFakeAws({ account: '444455556666', region: 'ap-southeast-2' })
    expect([...state.ec2.subnets.values()][0]?.AvailabilityZoneId).toBe('apse2-az1')
    expect(seed.domain({ DomainId: 'd-abc' }).DomainArn).toBe(
      'arn:aws:sagemaker:ap-southeast-2:444455556666:domain/d-abc',
    )
  })

  it('holds 20,000 profiles after less than 2 seconds', () => {
    const begun = performance.now()
    const { seed, state } = createFakeAws()
    seed.domain({ DomainId: 'd-abc' })
    for (let i = 0; i < 20_000; i += 1) {
      seed.userProfile({ DomainId: 'd-abc', UserProfileName: `user-${i}`, UserSettings: settings })
    }
    expect(state.sagemaker.userProfiles.size).toBe(20_000)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  it('makes a VPC that a seeded domain names', () => {
    const { seed, state } = createFakeAws()
    const { SubnetIds } = seed.domain({ VpcId: 'vpc-0123456789abcdef0' })
    expect(SubnetIds).toHaveLength(3)
    expect(state.ec2.vpcs.get('vpc-0123456789abcdef0')?.IsDefault).toBe(false)
  })
})

it('runs on the system clock when it is given that', async () => {
  const fake = createFakeAws({ clock: systemClock, delays: { createUserProfile: 20 } })
  fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient(fake.clientConfig())
  await client.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' }))
  const status = () => fake.state.sagemaker.userProfiles.get('d-abc/alice')?.Status
  expect(status()).toBe('Pending')
  await systemClock.sleep(40)
  expect(status()).toBe('InService')
})

describe('state.trail', () => {
  it('records calls that would change something, failed ones too, as CloudTrail does', async () => {
    const { state } = await createTwice()
    const [first, second] = state.trail
    expect(first).toMatchObject({
      eventName: 'CreateUserProfile',
      eventTime: '2026-01-01T00:00:00Z',
      requestParameters: {
        domainId: 'd-abc',
        userProfileName: 'alice',
        userSettings: { customFileSystemConfigs: [{ eFSFileSystemConfig: { fileSystemId: 'fs-11111111' } }] },
      },
      responseElements: { userProfileArn: 'arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abc/alice' },
    })
    expect(second).toMatchObject({ errorCode: 'ResourceInUse', responseElements: null })
    expect(first?.eventID).not.toBe(second?.eventID)
    if (first !== undefined) expect(eventBridgeEvent(first).source).toBe('aws.sagemaker')
  })

  it('can be switched off, and can lower-case whole acronyms', async () => {
    expect((await createTwice({ trailLimit: 0 })).state.trail).toEqual([])
    const { state } = await createTwice({ undocumented: { cloudTrailAcronyms: 'whole-acronym' } })
    expect(JSON.stringify(state.trail)).toContain('"efsFileSystemConfig"')
  })

  it('is the same in every run with the same seed', async () => {
    expect((await createTwice()).state.trail).toEqual((await createTwice()).state.trail)
    expect((await createTwice({ seed: 2 })).state.trail).not.toEqual((await createTwice()).state.trail)
  })
})
