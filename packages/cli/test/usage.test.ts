import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { readyStudio, writesIn } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { meteredDirectories } from './metered-directories.js'
import { terminal } from './terminal.js'

test('usage names what is larger than the soft limit, and changes nothing', async () => {
  const { fake, domainId } = readyStudio({ userProfileNames: ['alice', 'bob'] })
  const directories = meteredDirectories()
  directories.put('/alice', { uid: 200_001, gid: 1001, mode: '0700' })
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const run = terminal(fake)
  const usage = ['usage', '--directory-function', 'directories']
  expect((await run(...usage)).out).toContain('No directory is claimed: add --domain')
  const { out, status } = await run(...usage, '--domain', domainId, '--soft-limit', '5')
  expect([status, out]).toEqual([0, expect.stringContaining('/alice holds 6.0 GiB, more than 5.0 GiB.')])
  expect(writesIn(fake.calls).filter(({ operation }) => operation !== 'Invoke')).toEqual([])
})
