import { posixDirectoryDriver } from '@studio-efs/core'
import { expect, test } from 'vitest'
import { assertOk } from '../assert-result.js'
import { path } from './cases/directory-specs.js'
import { directoryDriverSuite } from './driver-suite.js'
import { posixFixture } from './posix-driver-fixture.js'

const elsewhere = process.env['STUDIO_EFS_TEST_DIRECTORY']
const PATIENCE_MS = 60_000

const patiently = Object.assign((name: string, run: () => Promise<void>) => test(name, run, PATIENCE_MS), {
  skip: test.skip,
})

directoryDriverSuite({ test: patiently, fixture: posixFixture })

test('takes a mount point for the mounted file system', async () => {
  const driver = posixDirectoryDriver({ mountPath: elsewhere ?? '/proc' })
  const [root] = await driver.inspectDirectories([path('/')])
  expect(root && assertOk(root)).toMatchObject({ exists: true })
})
