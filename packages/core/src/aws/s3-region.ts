import type { S3Client } from '@aws-sdk/client-s3'

interface WrongRegionReply {
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> }
  readonly $metadata?: { readonly httpStatusCode?: number }
  /** An element of the body: only AuthorizationHeaderMalformed has it. */
  readonly Region?: unknown
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/

/**
 * Region of the bucket, if this exception says that the request went to another one.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function regionInReply(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { $response, $metadata, Region }: Error & WrongRegionReply = thrown
  const status = $metadata?.httpStatusCode
  if (status !== 301 && status !== 307 && thrown.name !== 'AuthorizationHeaderMalformed') return undefined
  const named = [$response?.headers?.['x-amz-bucket-region'], Region]
  return named.find((region): region is string => typeof region === 'string' && REGION.test(region))
}

/**
 * A client that sends a request again, and all later ones, to the Region that S3 names for the bucket. The SDK's own
 * `followRegionRedirects` changes the client's Region under requests that are sent at the same time.
 */
export function followBucketRegion(
  connect: (region: string | undefined) => S3Client,
): Pick<S3Client, 'send'> & { readonly config: Pick<S3Client['config'], 'region'> } {
  let client = connect(undefined)
  let current: string | undefined
  const send = async (command: never, options: never): Promise<unknown> => {
    const sentTo = current
    try {
      return await client.send(command, options)
    } catch (thrown) {
      const region = regionInReply(thrown)
      if (region === undefined || region === sentTo) throw thrown
      if (region !== current) client = connect(region)
      current = region
      return client.send(command, options)
    }
  }
  return { send: send as S3Client['send'], config: { region: () => client.config.region() } }
}
