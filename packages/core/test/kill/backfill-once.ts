// One backfill run in a process of its own, to be killed. It calls AWS at AWS_ENDPOINT_URL and makes real directories.
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { ok } from 'neverthrow'
import { type DirectoryDriver, formatMode } from '../../src/directories.js'
import { backfillProfiles } from '../../src/index.js'
import { posixDirectoryDriver } from '../../src/posix.js'

const { MOUNT_PATH: mountPath = '', DOMAIN_ID: domainId = '', FILE_SYSTEM_ID: fileSystemId = '' } = process.env

/** For users other than root, who cannot chown. */
const ownerless: DirectoryDriver = {
  name: 'ownerless',
  ensureDirectories: (specs) =>
    Promise.all(
      specs.map(async (spec) => {
        const made = await mkdir(join(mountPath, spec.path), { recursive: true, mode: spec.mode })
        return ok({ ...spec, outcome: made === undefined ? 'unchanged' : 'created' } as const)
      }),
    ),
  inspectDirectories: (paths) =>
    Promise.all(
      paths.map(async (path) => {
        const { uid, gid, mode } = await stat(join(mountPath, path))
        return ok({ path, exists: true, uid, gid, mode: formatMode(mode & 0o7777) } as const)
      }),
    ),
}

const isRoot = process.getuid?.() === 0
const directories = isRoot ? posixDirectoryDriver({ mountPath, mountPoint: 'not-required' }) : ownerless
const run = backfillProfiles(
  { sagemaker: new SageMakerClient({}), directories },
  { domainIds: [domainId], fileSystemId },
)
const result = await run.summary()
process.exitCode = result.match(
  ({ failed, stopped }) => (failed === 0 && stopped === undefined ? 0 : 1),
  () => 2,
)
