import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, type FakeAws, type TestClock } from '@studio-efs/testing'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { createStudioEfs, type Logger, type LogLevel, pinoLogger, type WaitProgress } from '../src/index.js'
import { boundedLogger } from '../src/logger.js'
import { fileSystems } from './file-systems.js'
import { alice, datasets, domainId, fileSystemId, studio } from './studio.js'
import { vpcOfDomains } from './vpc.js'

interface LogRecord {
  readonly level: LogLevel
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

function recorder() {
  const records: LogRecord[] = []
  const at = (level: LogLevel) => (message: string, fields: Record<string, unknown>) => {
    records.push({ level, message, fields })
  }
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { records, logger, named: (message: string) => records.filter((one) => one.message === message) }
}

function logged() {
  const world = studio()
  const log = recorder()
  return { ...world, ...log, studioEfs: createStudioEfs({ ...world.context, logger: log.logger }) }
}

function contextOn(fake: FakeAws<TestClock>) {
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const clients = { sagemaker: new SageMakerClient(config), efs: new EFSClient(config), ec2: new EC2Client(config) }
  return { ...clients, clock: fake.clock }
}

const throttling = { kind: 'error', code: 'ThrottlingException', message: 'Rate exceeded' } as const

describe('an operation', () => {
  test('logs each wait and throttle at debug and each change at info, and reports them while it waits', async () => {
    const { studioEfs, fake, profile, records, named } = logged()
    const record = profile('alice')
    record.Status = 'Pending'
    fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: 'next', fault: throttling })
    const heard: WaitProgress[] = []
    const running = studioEfs.onboardProfile({ ...alice, onProgress: (progress) => heard.push(progress) })
    await fake.clock.sleep(2_500)
    record.Status = 'InService'
    assertOk(await running)
    expect(named('waiting')[0]).toEqual({
      level: 'debug',
      message: 'waiting',
      fields: { pending: `waiting for user profile ${domainId}/alice, which is Pending`, ms: expect.any(Number) },
    })
    expect(named('throttled')).toMatchObject([
      { level: 'debug', fields: { error: 'ThrottledError', code: 'ThrottlingException', ms: expect.any(Number) } },
    ])
    expect(named('changed')).toMatchObject([
      { level: 'info', fields: { kind: 'directory', action: 'create', path: '/alice' } },
      { level: 'info', fields: { kind: 'user-profile-file-systems', domainId, userProfileName: 'alice' } },
    ])
    expect(records.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
    const resource = `user profile ${domainId}/alice`
    expect(heard[0]).toEqual({ step: 'waiting', resource, status: 'Pending' })
    expect(heard).toContainEqual(
      expect.objectContaining({ step: 'retrying', pending: `updating ${resource}`, error: 'ThrottledError' }),
    )
  })

  test('that changes nothing logs no change: a dry run, and a second run', async () => {
    const { studioEfs, profile, named } = logged()
    profile('alice')
    assertOk(await studioEfs.onboardProfile({ ...alice, dryRun: true }))
    expect(named('changed')).toEqual([])
    assertOk(await studioEfs.onboardProfile(alice))
    const [directory, list] = named('changed')
    assertOk(await studioEfs.onboardProfile(alice))
    expect(named('changed')).toEqual([directory, list])
  })

  test('logs an edit without the entries of others', async () => {
    const { studioEfs, profile, records } = logged()
    profile('alice', { CustomFileSystemConfigs: [datasets] })
    assertOk(await studioEfs.attachToProfile({ ...alice, fileSystemPath: '/alice' }))
    expect(JSON.stringify(records)).toContain(fileSystemId)
    expect(JSON.stringify(records)).not.toContain('/datasets')
  })

  test('whose onProgress throws goes on, and says so at warn', async () => {
    const { studioEfs, fake, profile, named } = logged()
    const record = profile('alice')
    record.Status = 'Updating'
    const onProgress = () => {
      throw new Error('x'.repeat(5_000))
    }
    const running = studioEfs.attachToProfile({ ...alice, fileSystemPath: '/alice', onProgress })
    await fake.clock.sleep(500)
    record.Status = 'InService'
    assertOk(await running)
    const [warning] = named('onProgress threw')
    expect(warning).toMatchObject({ level: 'warn', fields: { step: 'waiting' } })
    expect(String(warning?.fields['cause']).length).toBeLessThanOrEqual(500)
  })

  test('refuses an onProgress that is no function', async () => {
    const { studioEfs } = logged()
    const error = assertErr(await studioEfs.attachToProfile({ ...alice, onProgress: 1 } as never), 'InvalidInputError')
    expect(error.field).toBe('onProgress')
  })
})

test('ensureFileSystemForDomain logs exactly the changes that it returns', async () => {
  const { fake } = fileSystems()
  const { logger, named } = recorder()
  const { ensureFileSystemForDomain } = createStudioEfs({ ...contextOn(fake), logger })
  const { changes, fileSystem } = assertOk(await ensureFileSystemForDomain({ domainId }))
  const made = named('changed').map(({ fields: { fileSystemId: _, ...change } }) => change)
  expect(made).toHaveLength(changes.length)
  expect(made).toEqual(expect.arrayContaining([...changes]))
  expect(named('changed')[0]?.fields).toMatchObject({ kind: 'file-system', fileSystemId: fileSystem?.fileSystemId })
})

test('shareAcrossVpcDomains logs as many changes as it returns', async () => {
  const { share, fake, directories } = vpcOfDomains()
  const { logger, named } = recorder()
  const { changes } = assertOk(
    await createStudioEfs({ ...contextOn(fake), directories, logger }).shareAcrossVpcDomains(share),
  )
  expect(
    named('changed')
      .map(({ fields }) => fields['kind'])
      .sort(),
  ).toEqual(changes.map(({ kind }) => kind).sort())
})

describe('a logger', () => {
  const big = { text: 'x'.repeat(100_000), list: Array.from({ length: 500 }, (_, at) => at), 'line\nbreak': 'a\nb' }

  test('gets records that are bounded in size, on one line each', () => {
    const { logger, records } = recorder()
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    boundedLogger(logger).warn('w'.repeat(1_000), {
      ...big,
      loop,
      error: new Error('y'.repeat(5_000)),
      at: new Date(0),
    })
    const [{ message, fields } = { message: '', fields: {} }] = records
    expect(message).toHaveLength(200)
    expect(JSON.stringify(fields).length).toBeLessThan(5_000)
    expect(fields).toMatchObject({ 'line break': 'a b', at: '1970-01-01T00:00:00.000Z', error: { name: 'Error' } })
  })

  test('whose level is off is not asked to write, and its records are not made', () => {
    const written: string[] = []
    const { logger } = recorder()
    const deaf: Logger = { ...logger, debug: (message) => written.push(message), isLevelEnabled: () => false }
    const fields = {
      get costly(): never {
        throw new Error('read')
      },
    }
    boundedLogger(deaf).debug('waiting', fields)
    expect(written).toEqual([])
    expect(() => boundedLogger(logger).debug('waiting', fields)).toThrow('read')
  })

  test.each(['debug', 'info'] as const)('may be a pino logger, at its level %s', async (level) => {
    const lines: string[] = []
    const { profile, context, fake } = studio()
    profile('alice').Status = 'Pending'
    const logger = pinoLogger(pino({ level, base: null }, { write: (line: string) => lines.push(line) }))
    const running = createStudioEfs({ ...context, logger }).onboardProfile(alice)
    await fake.clock.sleep(500)
    for (const record of fake.state.sagemaker.userProfiles.values()) record.Status = 'InService'
    assertOk(await running)
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(records.filter(({ msg }) => msg === 'changed')).toMatchObject([
      { level: 30, kind: 'directory', path: '/alice' },
      { level: 30, kind: 'user-profile-file-systems', userProfileName: 'alice' },
    ])
    expect(records.some(({ level: value, msg }) => value === 20 && msg === 'waiting')).toBe(level === 'debug')
  })
})

test('the message of an error is bounded, whatever AWS and the sender wrote', async () => {
  const { studioEfs, fake, profile, named } = logged()
  profile('alice')
  const fault = { kind: 'error', code: 'ValidationException', message: 'm\n'.repeat(50_000) } as const
  fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: () => true, fault })
  const refused = assertErr(await studioEfs.onboardProfile(alice), 'RequestRefusedError')
  expect(refused.message.length).toBeLessThan(1_500)
  expect(refused.message).not.toContain('\n')
  expect(named('retrying').length).toBeGreaterThan(0)
  const field = 'f'.repeat(100_000)
  const wrong = assertErr(await studioEfs.onboardProfile({ ...alice, [field]: 1 } as never), 'InvalidInputError')
  expect([wrong.field.length, wrong.message.length < 1_000]).toEqual([80, true])
})
