import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { Tracer } from '@aws-lambda-powertools/tracer'
import { onboardProfile } from '@studio-efs/core'
import { createOnUserProfileCreated } from '@studio-efs/lambda-handlers/on-user-profile-created'
import { createProvisionDirectories } from '@studio-efs/lambda-handlers/provision-directories'
import { createUserProfileEvent, memoryDirectoryDriver } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { domainId, fileSystemId, studioWithFileSystem } from './studio.js'

const alice = { path: '/alice', owner: { uid: 200_001, gid: 1001 }, mode: '0700' }
const written: Record<string, unknown>[] = []

beforeEach(() => {
  written.length = 0
  vi.stubEnv('POWERTOOLS_DEV', 'true')
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false')
  for (const method of ['info', 'log', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => written.push(JSON.parse(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test("Powertools' Logger, Metrics and Tracer fit as they are", async () => {
  const tracer = new Tracer({ enabled: false })
  const annotate = vi.spyOn(tracer, 'putAnnotation')
  const handler = createProvisionDirectories({
    context: { directories: memoryDirectoryDriver(), logger: new Logger({ serviceName: 'studio-efs' }) },
    metrics: new Metrics({ namespace: 'StudioEfs', serviceName: 'studio-efs' }),
    tracer,
  })
  await handler({ version: 2, ensureDirectories: [alice] }, { awsRequestId: 'request-1' })
  await expect(handler({})).rejects.toMatchObject({ name: 'InvalidInputError' })
  const [record, metrics, failure] = written
  expect(record).toMatchObject({ level: 'INFO', message: 'done', requestId: 'request-1', results: { created: 1 } })
  expect(metrics).toMatchObject({ service: 'studio-efs', done: 1, duration: expect.any(Number) })
  expect(failure).toMatchObject({ level: 'ERROR', message: 'failed', error: { name: 'InvalidInputError' } })
  expect(annotate.mock.calls).toEqual([
    ['outcome', 'done'],
    ['outcome', 'failed'],
  ])
})

test.each(['INFO', 'DEBUG'] as const)(
  "Powertools' Logger at %s gets the records of core with their fields",
  async (logLevel) => {
    vi.spyOn(console, 'debug').mockImplementation((line: string) => written.push(JSON.parse(line)))
    const { fake, context, profile } = studioWithFileSystem()
    profile('alice').Status = 'Updating'
    const logger = new Logger({ serviceName: 'studio-efs', logLevel })
    const running = onboardProfile({ ...context, logger }, { domainId, userProfileName: 'alice', fileSystemId })
    await fake.clock.sleep(500)
    for (const record of fake.state.sagemaker.userProfiles.values()) record.Status = 'InService'
    expect((await running).isOk()).toBe(true)
    expect(written.filter(({ message }) => message === 'changed')).toMatchObject([
      { level: 'INFO', kind: 'directory', action: 'create', path: '/alice' },
      { level: 'INFO', kind: 'user-profile-file-systems', userProfileName: 'alice' },
    ])
    expect(written.some(({ level, message }) => level === 'DEBUG' && message === 'waiting')).toBe(logLevel === 'DEBUG')
  },
)

test('a handler has the changes of core in the record of its invocation, and apart from it at DEBUG alone', async () => {
  vi.spyOn(console, 'debug').mockImplementation((line: string) => written.push(JSON.parse(line)))
  const { context, configuration, profile } = studioWithFileSystem()
  profile('alice')
  const logger = new Logger({ serviceName: 'studio-efs', logLevel: 'DEBUG' })
  await createOnUserProfileCreated({ context: { ...context, logger }, configuration })(
    createUserProfileEvent({ domainId, userProfileName: 'alice' }),
  )
  expect(written.map(({ level, message }) => [level, message])).toEqual([
    ['DEBUG', 'checked the file system'],
    ['DEBUG', 'changed'],
    ['DEBUG', 'changed'],
    ['INFO', 'onboarded'],
  ])
})
