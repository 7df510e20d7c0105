import type { KnownDifference } from './known-difference.js'

const LIST = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html'

export const knownS3: readonly KnownDifference[] = [
  {
    reason: 'S3 encrypts every object, and an object that an AWS SDK put has a CRC-32 checksum.',
    document: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
    lines: [
      'GetObject: ServerSideEncryption "AES256", moto absent',
      'HeadObject: ServerSideEncryption "AES256", moto absent',
      'GetObject: ChecksumCRC32 "0kg/Qg==", moto absent',
      'GetObject: ChecksumType "FULL_OBJECT", moto absent',
    ],
  },
  {
    reason: 'The reply repeats the token of the request.',
    document: LIST,
    lines: ['ListObjectsV2, the second page: ContinuationToken "<token>", moto absent'],
  },
  {
    reason: 'S3 refuses a token that it did not return; moto fails.',
    document: LIST,
    lines: ['ListObjectsV2 with a token of nobody: InvalidArgument (400), moto Error (500)'],
  },
]
