// Imports what needs no optional client: only the required peers of @studio-efs/core are installed.
import assert from 'node:assert/strict'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import * as core from '@studio-efs/core'
import * as directories from '@studio-efs/core/directories'
import * as driverKit from '@studio-efs/core/driver-kit'
import * as errors from '@studio-efs/core/errors'
import * as iam from '@studio-efs/core/iam'
import * as posix from '@studio-efs/core/posix'

const entryPoints: readonly object[] = [core, directories, driverKit, errors, iam, posix]
for (const names of entryPoints) assert(Object.keys(names).length > 0)
const directoryDriver = posix.posixDirectoryDriver({ mountPath: '/mnt/efs' })
const studioEfs = core.createStudioEfs({ sagemaker: new SageMakerClient({}), directories: directoryDriver })
assert.equal(typeof studioEfs.onboardProfile, 'function')
