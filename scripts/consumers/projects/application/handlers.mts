// Imports every handler: nothing but @studio-efs/lambda-handlers is installed.
import assert from 'node:assert/strict'
import * as backfill from '@studio-efs/lambda-handlers/backfill-user-profiles'
import * as ensure from '@studio-efs/lambda-handlers/ensure-file-system'
import * as created from '@studio-efs/lambda-handlers/on-user-profile-created'
import * as deleted from '@studio-efs/lambda-handlers/on-user-profile-deleted'
import * as batch from '@studio-efs/lambda-handlers/onboard-batch'
import * as provision from '@studio-efs/lambda-handlers/provision-directories'
import * as replay from '@studio-efs/lambda-handlers/replay-cloudtrail'
import * as setDefault from '@studio-efs/lambda-handlers/set-domain-default'
import * as share from '@studio-efs/lambda-handlers/share-across-vpc-domains'

for (const { handler } of [backfill, ensure, created, deleted, batch, provision, replay, setDefault, share]) {
  assert.equal(typeof handler, 'function')
}
