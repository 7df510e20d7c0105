// Imports the lambda driver: only its client is installed beside the required peers.
import assert from 'node:assert/strict'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'

const directories = lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: 'directories' })
assert.equal(typeof directories.ensureDirectories, 'function')
