import { systemClock } from '@studio-efs/core/directories'
import { expect, test } from 'vitest'
import { startResponseServer } from '../../test/response-server.js'
import { sendByPut } from './send-answer.js'

/** Shortens the waits between tries, and not the limit of a try, which a busy computer may need. */
const hasty = {
  ...systemClock,
  sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(signal === undefined ? ms / 50 : ms, signal),
}

test('the answer is put with an empty content type and its exact length', async () => {
  const server = await startResponseServer()
  await sendByPut(systemClock)(new URL(server.url), '{"Status":"SUCCESS","Reason":"…"}')
  const [{ method, headers, body } = {}] = server.received
  expect({ method, body }).toEqual({ method: 'PUT', body: '{"Status":"SUCCESS","Reason":"…"}' })
  expect([headers?.['content-type'], headers?.['content-length'], headers?.['transfer-encoding']]).toEqual([
    '',
    `${Buffer.byteLength(body ?? '')}`,
    undefined,
  ])
  server.close()
})

test('it is sent again while the other end fails or hangs up', async () => {
  const server = await startResponseServer((nth) => ([500, 'hang-up', 503] as const)[nth - 1] ?? 200)
  await sendByPut(hasty)(new URL(server.url), '{}')
  expect(server.received).toHaveLength(4)
  server.close()
})

test.each<[string, number | 'hang-up', number | undefined, number]>([
  ['is refused for good', 403, 403, 1],
  ['fails every time', 500, 500, 4],
  ['is never taken', 'hang-up', undefined, 4],
])('an answer that %s is an error that Lambda may retry', async (_, says, status, tries) => {
  const server = await startResponseServer(() => says)
  await expect(sendByPut(hasty)(new URL(server.url), '{}')).rejects.toMatchObject({
    name: 'AnswerNotTakenError',
    status,
    retryable: true,
  })
  expect(server.received).toHaveLength(tries)
  server.close()
})

test('an answer is not sent on to where it is redirected', async () => {
  const elsewhere = await startResponseServer()
  const server = await startResponseServer(() => 307, { location: elsewhere.url })
  await expect(sendByPut(hasty)(new URL(server.url), '{"Data":{}}')).rejects.toMatchObject({ status: 307 })
  expect([server.received.length, elsewhere.received]).toEqual([1, []])
  elsewhere.close()
  server.close()
})
