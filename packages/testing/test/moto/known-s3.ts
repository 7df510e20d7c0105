import type { KnownDifference } from './known-difference.js'

const LIST = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html'

export const knownS3: readonly KnownDifference[] = [
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
