/** Whether an answer may be sent there: the request names the place, and whoever may invoke the function can write one. */
export type MayAnswer = (url: URL) => boolean

const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d'
/** S3 in any of its spellings, bucket and all; not a name that somebody chose for a load balancer or an API. */
const S3_HOST = new RegExp(
  `^(?:([a-z0-9.-]+)\\.)?s3(?:[.-]${REGION}|\\.dualstack\\.${REGION})?\\.amazonaws\\.(com|com\\.cn|eu)$`,
)
const BUCKET = 'cloudformation-custom-resource-response-'

/**
 * Whether it is an https URL of Amazon S3, without credentials or a port, and of a bucket that is named as CloudFormation's
 * are, in which it waits for answers; somebody else may name one so. Where S3 is under `amazonaws.eu`, any bucket will do,
 * because a name that is wrongly refused makes a stack wait until its time is up.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 */
export function isS3Url({ protocol, hostname, port, username, password, pathname }: URL): boolean {
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false
  const [host, bucket = pathname.split('/')[1] ?? '', suffix] = S3_HOST.exec(hostname) ?? []
  return host !== undefined && (suffix === 'eu' || bucket.startsWith(BUCKET))
}
