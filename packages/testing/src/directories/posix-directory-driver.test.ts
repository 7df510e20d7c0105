import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { expect, test } from 'vitest'
import { assertOk } from '../assert-result.js'
import { path } from './cases/directory-specs.js'
import { directoryDriverSuite } from './driver-suite.js'
import { posixDriverFixture } from './posix-driver-fixture.js'

const directory = process.env['STUDIO_EFS_TEST_DIRECTORY']
const TIMEOUT_MS = 60_000

const slowTest = Object.assign((name: string, run: () => Promise<void>) => test(name, run, TIMEOUT_MS), {
  skip: test.skip,
})

directoryDriverSuite({ test: slowTest, fixture: posixDriverFixture({ directory }) })

test('takes a mount point for the mounted file system', async () => {
  const driver = posixDirectoryDriver({ mountPath: directory ?? '/proc' })
  const [root] = await driver.inspectDirectories([path('/')])
  expect(root && assertOk(root)).toMatchObject({ exists: true })
})
