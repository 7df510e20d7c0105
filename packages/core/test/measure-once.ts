// Measures one directory and prints its usage, for tests that need a mount namespace of their own.
import type { FileSystemPath } from '../src/directories.js'
import { posixDirectoryDriver } from '../src/posix.js'

const [mountPath = '', path = ''] = process.argv.slice(2)
const driver = posixDirectoryDriver({ mountPath, mountPoint: 'not-required' })
const [result] = await driver.measureDirectories([{ path: path as FileSystemPath }], {
  operationsPerSecond: 100_000,
  maxMs: 10_000,
})
const receipt = result?.match(
  (value) => value,
  (error) => {
    throw error
  },
)
process.stdout.write(JSON.stringify(receipt?.outcome === 'measured' ? receipt.usage : receipt))
