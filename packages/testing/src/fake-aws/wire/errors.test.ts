import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs'
import { DescribeDomainCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { Fault } from '../exchange/fault.js'

const services = {
  sagemaker: { throttled: 'ThrottlingException', throttledStatus: 400, internal: 'InternalFailure' },
  efs: { throttled: 'ThrottlingException', throttledStatus: 429, internal: 'InternalServerError' },
  ec2: { throttled: 'RequestLimitExceeded', throttledStatus: 503, internal: 'InternalError' },
} as const

type Service = keyof typeof services

function setUp(service: Service) {
  const fake = createFakeAws()
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const { DomainId } = fake.seed.domain()
  const calls: Record<Service, () => Promise<unknown>> = {
    sagemaker: () => new SageMakerClient(config).send(new DescribeDomainCommand({ DomainId })),
    efs: () => new EFSClient(config).send(new DescribeFileSystemsCommand({})),
    ec2: () => new EC2Client(config).send(new DescribeVpcsCommand({})),
  }
  return { fake, call: calls[service] }
}

describe.each(Object.keys(services) as Service[])('%s', (service) => {
  const { throttled, throttledStatus, internal } = services[service]
  const tooMany = { name: throttled, $metadata: { httpStatusCode: throttledStatus } }

  it('is throttled in its own words, by a rate and by a fault', async () => {
    const { fake, call } = setUp(service)
    fake.inject({ service, when: 'next', fault: { kind: 'throttle' } })
    await expect(call()).rejects.toMatchObject(tooMany)
    fake.setRate({ service, perSecond: 1 })
    await call()
    await expect(call()).rejects.toMatchObject(tooMany)
    await fake.clock.advance(1_000)
    await call()
  })

  const faults: readonly (readonly [Fault, object])[] = [
    [{ kind: 'server-error' }, { name: internal, $metadata: { httpStatusCode: 500 } }],
    [
      { kind: 'server-error', status: 503 },
      { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } },
    ],
    [
      { kind: 'error', code: 'Odd', message: 'No.', status: 418 },
      { name: 'Odd', message: 'No.' },
    ],
    [{ kind: 'connection-reset' }, { code: 'ECONNRESET' }],
  ]
  it.each(faults)('suffers %o', async (fault, outcome) => {
    const { fake, call } = setUp(service)
    fake.inject({ service, when: 'next', fault })
    await expect(call()).rejects.toMatchObject(outcome)
    await call()
  })

  it('answers a bug in the fake with an error, and lives on', async () => {
    const { fake, call } = setUp(service)
    fake.later(0, () => {
      throw new Error('a bug')
    })
    await expect(call()).rejects.toMatchObject({ name: internal, message: expect.stringContaining('a bug') })
    await call()
  })
})
