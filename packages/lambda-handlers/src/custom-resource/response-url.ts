/** Whether an answer may be sent there: the request names the place, and whoever may invoke the function can write one. */
export type MayAnswer = (url: URL) => boolean

const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d'
/** S3 in any of its spellings, bucket and all; not a name that somebody chose for a load balancer or an API. */
const S3_HOST = new RegExp(
  `^(?:[a-z0-9.-]+\\.)?s3(?:[.-]${REGION}|\\.dualstack\\.${REGION})?\\.amazonaws\\.(?:com|com\\.cn|eu)$`,
)

/** Whether it is an https URL of Amazon S3, where CloudFormation waits for answers, without credentials or a port. */
export function isS3Url({ protocol, hostname, port, username, password }: URL): boolean {
  return protocol === 'https:' && port === '' && username === '' && password === '' && S3_HOST.test(hostname)
}
