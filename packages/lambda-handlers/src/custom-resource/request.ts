import { InvalidInputError } from '@studio-efs/core/driver-kit'
import { err, ok, Result } from 'neverthrow'
import { encodedBytes } from './response.js'
import type { MayAnswer } from './response-url.js'

export type RequestType = 'Create' | 'Update' | 'Delete'

/** As much of a request as it takes to answer it. */
export interface Envelope {
  readonly responseUrl: URL
  readonly stackId: string
  readonly requestId: string
  readonly logicalResourceId: string
  /** Absent when the resource is being created. */
  readonly physicalResourceId: string | undefined
}

/** What CloudFormation wants of a custom resource. */
export interface CustomResourceRequest extends Envelope {
  readonly requestType: RequestType
  /** Every leaf is a string. */
  readonly properties: Readonly<Record<string, unknown>>
}

/**
 * Reads what an answer needs. Without it nobody can be told anything. What is repeated in an answer is held to lengths that
 * leave room for the rest of it.
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

/** Reads the rest. */
export function parseRequest(envelope: Envelope, event: unknown): Result<CustomResourceRequest, InvalidInputError> {
  const { RequestType: requestType, ResourceProperties: properties } = fieldsOf(event)
  if (requestType !== 'Create' && requestType !== 'Update' && requestType !== 'Delete')
    return err(new InvalidInputError('RequestType', 'Create, Update or Delete', shown(requestType)))
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return err(new InvalidInputError('ResourceProperties', 'an object', shown(properties)))
  return ok({ ...envelope, requestType, properties: properties as CustomResourceRequest['properties'] })
}

function parseUrl(value: unknown, mayAnswer: MayAnswer): Result<URL, InvalidInputError> {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && mayAnswer(url)
    ? ok(url)
    : err(
        new InvalidInputError(
          'ResponseURL',
          "an https URL of CloudFormation's bucket in Amazon S3",
          url === undefined ? typeof value : url.host,
        ),
      )
}

/** `max` counts the bytes that it takes in an answer, which is JSON. */
function text(fields: Fields, field: string, max: number): Result<string, InvalidInputError> {
  const value = fields[field]
  return typeof value === 'string' && value !== '' && encodedBytes(value) <= max
    ? ok(value)
    : err(new InvalidInputError(field, `a text of 1 to ${max} bytes`, shown(value)))
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value
}
