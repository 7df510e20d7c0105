import { expect, test } from 'vitest'
import { jsonLogger, leastLevel, workLogger } from './json-logger.js'

test.each([
  [undefined, 'info'],
  ['DEBUG', 'debug'],
  ['TRACE', 'debug'],
  ['WARN', 'warn'],
  ['FATAL', 'error'],
  ['loud', 'info'],
])('with AWS_LAMBDA_LOG_LEVEL %s records begin at %s', (AWS_LAMBDA_LOG_LEVEL, least) => {
  expect(leastLevel({ AWS_LAMBDA_LOG_LEVEL })).toBe(least)
})

test('only records from the least level on are written', () => {
  const lines: string[] = []
  const logger = jsonLogger((line) => lines.push(line), 'warn')
  for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level](level, { at: 1 })
  expect(lines).toEqual(['{"level":"warn","message":"warn","at":1}', '{"level":"error","message":"error","at":1}'])
})

test.each([
  ['info', false],
  ['debug', true],
] as const)('changes of the work are debug records, so at %s they are made: %s', (least, made) => {
  const lines: string[] = []
  const logger = workLogger(jsonLogger((line) => lines.push(line), least))
  expect(logger.isLevelEnabled?.('info')).toBe(made)
  logger.info('changed', {})
  logger.warn('repaired a directory', {})
  expect(lines.map((line) => JSON.parse(line).level)).toEqual([...(made ? ['debug'] : []), 'warn'])
})
