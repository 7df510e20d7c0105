import type { KnownDifference } from './known-difference.js'

const LIST = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html'

export const knownS3: readonly KnownDifference[] = [
  {
    reason: 'The token of a page comes back with the page.',
    document: LIST,
    lines: ['ListObjectsV2, the second page: ContinuationToken "<token>", moto absent'],
  },
  {
    reason: 'A token that S3 did not give is refused; moto breaks.',
    document: LIST,
    lines: ['ListObjectsV2 with a token of nobody: InvalidArgument (400), moto Error (500)'],
  },
]
