// Imports the event sources: only their clients are installed beside the required peers.
import assert from 'node:assert/strict'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { S3Client } from '@aws-sdk/client-s3'
import { logFilesSource, lookupEventsSource } from '@studio-efs/core/cloudtrail'

assert(lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, {}))
assert(logFilesSource({ s3: new S3Client({}) }, { location: 's3://trail' }))
