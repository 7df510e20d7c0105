import { boundedText, quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, Result } from 'neverthrow'
import { encodedBytes, type RequestIds } from './response.js'

export type RequestType = 'Create' | 'Update' | 'Delete'

/** Decides whether to answer to this URL, which comes from the untrusted event. */
export type MayAnswer = (url: URL) => boolean

/** The part of a request that it takes to answer it. */
export interface Envelope extends RequestIds {
  readonly responseUrl: URL
  /** Absent when the resource is being created. */
  readonly physicalResourceId: string | undefined
}

export interface CustomResourceRequest extends Envelope {
  readonly requestType: RequestType
  /** Every leaf is a string. */
  readonly properties: Readonly<Record<string, unknown>>
}

/**
 * Parses the part without which no answer is possible. The lengths of its ids leave room for the rest of an answer.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export function parseEnvelope(event: unknown, mayAnswer: MayAnswer): Result<Envelope, InvalidInputError> {
  const fields = fieldsOf(event)
  return Result.combine([
    parseUrl(fields['ResponseURL'], mayAnswer),
    text(fields, 'StackId', 1024),
    text(fields, 'RequestId', 256),
    text(fields, 'LogicalResourceId', 256),
    fields['PhysicalResourceId'] === undefined ? ok(undefined) : text(fields, 'PhysicalResourceId', 1024),
  ]).map(([responseUrl, stackId, requestId, logicalResourceId, physicalResourceId]) => ({
    responseUrl,
    stackId,
    requestId,
    logicalResourceId,
    physicalResourceId,
  }))
}

/** Parses the rest of the request. */
export function parseRequest(envelope: Envelope, event: unknown): Result<CustomResourceRequest, InvalidInputError> {
  const { RequestType: requestType, ResourceProperties: properties } = fieldsOf(event)
  if (requestType !== 'Create' && requestType !== 'Update' && requestType !== 'Delete')
    return err(
      new InvalidInputError({
        field: 'RequestType',
        allowed: 'Create, Update or Delete',
        received: quoteForMessage(requestType),
      }),
    )
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return err(
      new InvalidInputError({
        field: 'ResourceProperties',
        allowed: 'an object',
        received: quoteForMessage(properties),
      }),
    )
  return ok({ ...envelope, requestType, properties: properties as CustomResourceRequest['properties'] })
}

const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d'
/** S3 in any of its spellings, with or without a bucket; not a name that a customer can give to a load balancer or an API. */
const S3_HOST = new RegExp(
  `^(?:([a-z0-9.-]+)\\.)?s3(?:-external-1|(?:-fips)?(?:[.-]|\\.dualstack\\.)${REGION})?\\.amazonaws\\.(com|com\\.cn|eu)$`,
)
const BUCKET = 'cloudformation-custom-resource-response-'

/**
 * Accepts https URLs of Amazon S3 without credentials or a port, of a bucket named like CloudFormation's for responses.
 * Any customer can choose such a bucket name. Under `amazonaws.eu` any bucket will do: if a valid URL is refused, the stack waits until
 * it times out.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 */
export function isS3Url({ protocol, hostname, port, username, password, pathname }: URL): boolean {
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false
  const [host, bucket = pathname.split('/')[1] ?? '', suffix] = S3_HOST.exec(hostname) ?? []
  return host !== undefined && (suffix === 'eu' || bucket.startsWith(BUCKET))
}

function parseUrl(value: unknown, mayAnswer: MayAnswer): Result<URL, InvalidInputError> {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && mayAnswer(url)
    ? ok(url)
    : err(
        new InvalidInputError({
          field: 'ResponseURL',
          allowed: "an https URL of CloudFormation's bucket in Amazon S3",
          received: url === undefined ? quoteForMessage(value) : boundedText(url.host, 255),
        }),
      )
}

/** `max` is in bytes of JSON, as in an answer. */
function text(fields: Fields, field: string, max: number): Result<string, InvalidInputError> {
  const value = fields[field]
  return typeof value === 'string' && value !== '' && encodedBytes(value) <= max
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: `a text of 1 to ${max} bytes`, received: quoteForMessage(value) }))
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
