import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Clock, systemClock, unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { memoryDirectoryDriver, profileFileSystems, readyStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))

test('the program onboards every profile, and reports each', async () => {
  const { fake, domainId, fileSystemId, userProfiles } = readyStudio<Clock>({ clock: systemClock })
  const directories = memoryDirectoryDriver()
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const { url } = await fake.listen()
  const words = ['--import', import.meta.resolve('tsx'), program, fileSystemId, 'directories', domainId]
  const child = spawn(process.execPath, words, { env: { ...process.env, AWS_ENDPOINT_URL: url }, stdio: 'pipe' })
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  await fake.close()
  expect([errors, status]).toEqual(['', 0])
  expect(out).toContain('d-studio alice onboarded')
  expect(out).toMatch(/^2 onboarded, 0 failed$/m)
  expect(userProfiles.map((one) => profileFileSystems(fake, one)?.length)).toEqual([1, 1])
})
