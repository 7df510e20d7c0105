import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core'
import { ok } from 'neverthrow'
import { answering } from './custom-resource/answering.js'
import type { FileSystemContext } from './custom-resource/ensure-file-system-as-given.js'
import { fileSystemResource } from './custom-resource/file-system-resource.js'
import { type ReconcileReply, reconcile, reconcileIn } from './custom-resource/reconcile.js'
import type { Answer } from './custom-resource/response.js'
import { isS3Url, type MayAnswer } from './custom-resource/response-url.js'
import { type Send, sendByPut } from './custom-resource/send.js'
import { fromEnvironment } from './frame/from-environment.js'
import type { Handler } from './frame/invocation.js'
import type { Observers } from './frame/observers.js'
import { recording, type Summary } from './frame/recording.js'

export { FILE_SYSTEM_ATTRIBUTES } from './custom-resource/file-system-attributes.js'
export { OutboundGroupMissingError, SpaceRoleMissingError } from './custom-resource/file-system-refusal.js'
export type { ReconcileReply } from './custom-resource/reconcile.js'
export type { Answer } from './custom-resource/response.js'
export type { MayAnswer } from './custom-resource/response-url.js'
export { AnswerNotTakenError, type Send } from './custom-resource/send.js'
export type { Handler, Invocation } from './frame/invocation.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'

export interface EnsureFileSystemOptions extends Observers {
  readonly context: FileSystemContext
  /** How the answer is sent. Default: HTTP PUT. */
  readonly send?: Send
  /** Which URLs of a request are answered. Default: those of CloudFormation's buckets in Amazon S3, over https. */
  readonly mayAnswer?: MayAnswer
}

export type EnsureFileSystem = Handler<Answer | ReconcileReply>

const NAME = 'ensure-file-system'

/**
 * A CloudFormation custom resource: the domain's file system with its network and a root access point. It answers
 * CloudFormation, whatever happens, and throws only when it cannot. An event `{ Reconcile: properties }` sets the network
 * right between deployments, and throws what fails.
 *
 * @example
 * export const handler = createEnsureFileSystem({
 *   context: { sagemaker: new SageMakerClient({}), efs: new EFSClient({}), ec2: new EC2Client({}) },
 * })
 */
export function createEnsureFileSystem(options: EnsureFileSystemOptions): EnsureFileSystem {
  const { context } = options
  const { clock = systemClock } = context
  const { send = sendByPut(clock), mayAnswer = isS3Url } = options
  const resource = fileSystemResource(context)
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation, note) => {
      const asked = reconcileIn(event)
      if (asked !== undefined) return reconcile(context, asked.properties, invocation, note)
      return answering({ clock, send, mayAnswer }, resource, event, invocation, note)
    },
  })
}

/** The drop-in handler. It reads no settings: a wrong one could keep it from answering. */
export const handler: EnsureFileSystem = fromEnvironment(
  NAME,
  () => ok(undefined),
  () =>
    createEnsureFileSystem({
      context: { sagemaker: new SageMakerClient({}), efs: new EFSClient({}), ec2: new EC2Client({}) },
    }),
)

function summaryOf(answer: Answer | ReconcileReply): Summary {
  if ('outcome' in answer) return { outcome: answer.outcome, fields: {} }
  const { physicalResourceId } = answer
  if (answer.status === 'SUCCESS') return { outcome: 'answered', fields: { physicalResourceId, data: answer.data } }
  return { outcome: 'failed', level: 'error', fields: { physicalResourceId, reason: answer.reason } }
}
