import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { StudioEfsError, type VpcId } from '@studio-efs/core'
import { type LookupEventsSourceInput, lookupEventsSource } from '@studio-efs/core/cloudtrail'
import type { FileSystemPath } from '@studio-efs/core/directories'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBackfillUserProfiles } from '../src/backfill-user-profiles.js'
import { createEnsureFileSystem } from '../src/ensure-file-system.js'
import type { Handler } from '../src/handler/handler.js'
import { createOnUserProfileCreated } from '../src/on-user-profile-created.js'
import { createOnUserProfileDeleted } from '../src/on-user-profile-deleted.js'
import { createOnboardBatch } from '../src/onboard-batch.js'
import { createProvisionDirectories } from '../src/provision-directories.js'
import { createReplayCloudTrail } from '../src/replay-cloudtrail.js'
import { createSetDomainDefault } from '../src/set-domain-default.js'
import { createShareAcrossVpcDomains } from '../src/share-across-vpc-domains.js'
import { domainId, studio } from './studio.js'

const sharedPath = '/shared' as FileSystemPath
const shared = { sharedPath, scope: 'both', executionRole: undefined } as const

/** Creates each handler on a studio of its own. */
const handlers: Readonly<Record<string, (world: ReturnType<typeof studio>) => Handler<unknown>>> = {
  'backfill-user-profiles': createBackfillUserProfiles,
  'ensure-file-system': (world) => createEnsureFileSystem({ ...world, send: async () => {} }),
  'on-user-profile-created': createOnUserProfileCreated,
  'on-user-profile-deleted': createOnUserProfileDeleted,
  'onboard-batch': createOnboardBatch,
  'provision-directories': createProvisionDirectories,
  'replay-cloudtrail': ({ context, configuration, fake }) => {
    const cloudTrail = new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 1 })
    const sourceFor = (time: LookupEventsSourceInput) => lookupEventsSource({ cloudTrail, clock: fake.clock }, time)
    return createReplayCloudTrail({ context, configuration: { ...configuration, days: 2 }, sourceFor })
  },
  'set-domain-default': ({ context, configuration }) =>
    createSetDomainDefault({ context, configuration: { ...configuration, ...shared } }),
  'share-across-vpc-domains': ({ context, configuration, vpc }) => {
    const vpcId = vpc.VpcId as VpcId
    return createShareAcrossVpcDomains({ context, configuration: { ...configuration, ...shared, vpcId } })
  },
}

const answersTo = 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x'
/** Field names that some handler reads. */
const known = [
  ...['detail', 'detail-type', 'source', 'Records', 'Items', 'body', 'messageId', 'resumeToken', 'dryRun'],
  ...['version', 'ensureDirectories', 'inspectDirectories', 'reachProfiles', 'hiddenProfiles'],
  ...['RequestType', 'ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId', 'ResourceProperties'],
  ...[
    'Reconcile',
    'PhysicalResourceId',
    'DomainId',
    'FileSystemId',
    'domainId',
    'userProfileName',
    'path',
    'owner',
    'mode',
  ],
]
const knownValues = ['Create', 'Delete', answersTo, domainId, 'alice', '/alice', 'studio-efs/d-1/fs-1', '{}']
const { event } = fc.letrec<{ event: unknown }>((tie) => ({
  event: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom<unknown>(...knownValues, 1, true),
    fc.array(tie('event'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...known), tie('event'), { maxKeys: 8, noNullPrototype: true }),
  ),
}))
const request = fc.record(
  {
    RequestType: fc.constantFrom('Create', 'Update', 'Delete', 'Import'),
    ResponseURL: fc.constant(answersTo),
    StackId: fc.constant('stack'),
    RequestId: fc.constant('request'),
    LogicalResourceId: fc.constant('FileSystem'),
    PhysicalResourceId: fc.oneof(fc.string(), event),
    ResourceProperties: event,
  },
  { requiredKeys: ['ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId'] },
)

describe('any JSON is answered, or refused by a typed error, and written down once', () => {
  test.each(Object.keys(handlers))('%s', async (name) => {
    const world = studio()
    const handler = handlers[name]?.(world)
    const arbitrary = name === 'ensure-file-system' ? fc.oneof(event, request) : event
    await fc.assert(
      fc.asyncProperty(arbitrary, async (json) => {
        const before = world.records.length
        await handler?.(json).catch((error: unknown) => {
          if (!(error instanceof StudioEfsError)) throw error
        })
        expect(world.records.length).toBe(before + 1)
        expect(JSON.stringify(world.records.at(-1))).not.toContain('A bug of the function')
      }),
      { numRuns: 300 },
    )
  })
})
