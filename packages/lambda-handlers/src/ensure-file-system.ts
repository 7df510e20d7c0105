import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core/directories'
import { ok } from 'neverthrow'
import { answerCustomResource } from './custom-resource/answer-custom-resource.js'
import {
  fileSystemResource,
  type ReconcileReply,
  reconcile,
  reconcileIn,
} from './custom-resource/file-system-resource.js'
import type { FileSystemContext } from './custom-resource/make-file-system.js'
import { isS3Url, type MayAnswer } from './custom-resource/request.js'
import type { Answer } from './custom-resource/response.js'
import { type Send, sendByPut } from './custom-resource/send-answer.js'
import { defineHandler } from './handler/define-handler.js'
import type { Handler, Observers } from './handler/handler.js'

export { FILE_SYSTEM_ATTRIBUTES } from './custom-resource/file-system-answer.js'
export type { ReconcileReply } from './custom-resource/file-system-resource.js'
export {
  OutboundGroupMissingError,
  SpaceRoleMissingError,
  SubnetsLeftOutError,
} from './custom-resource/make-file-system.js'
export type { MayAnswer } from './custom-resource/request.js'
export type { Answer } from './custom-resource/response.js'
export { AnswerNotTakenError, type Send } from './custom-resource/send-answer.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'

/** Clients, configuration and observers of the function `ensure-file-system`. */
export interface EnsureFileSystemOptions extends Observers {
  readonly context: FileSystemContext
  /** Sends the answer. Default: HTTP PUT. */
  readonly send?: Send
  /** Accepts the URL of a request. Default: https URLs of CloudFormation's buckets in Amazon S3. */
  readonly mayAnswer?: MayAnswer
}

/** Handler of the function `ensure-file-system`. */
export type EnsureFileSystem = Handler<Answer | ReconcileReply>

const definition = defineHandler({
  name: 'ensure-file-system',
  // A wrong variable could keep the function from answering, so it reads none.
  settings: () => ok(undefined),
  dropIn: (): EnsureFileSystemOptions => ({
    context: { sagemaker: new SageMakerClient({}), efs: new EFSClient({}), ec2: new EC2Client({}) },
  }),
  work: ({ context, ...options }) => {
    const { clock = systemClock } = context
    const { send = sendByPut(clock), mayAnswer = isS3Url } = options
    const resource = fileSystemResource(context)
    return async (event, invocation, note): Promise<Answer | ReconcileReply> => {
      const asked = reconcileIn(event)
      if (asked !== undefined) return reconcile(context, asked.properties, { invocation, note })
      return answerCustomResource({ resource, clock, send, mayAnswer }, { event, invocation, note })
    }
  },
  summaryOf: (reply) => {
    if ('outcome' in reply) return { outcome: reply.outcome }
    const { physicalResourceId } = reply
    if (reply.status === 'SUCCESS') return { outcome: 'answered', fields: { physicalResourceId, data: reply.data } }
    return { outcome: 'failed', level: 'error', fields: { physicalResourceId, reason: reply.reason } }
  },
})

/**
 * A CloudFormation custom resource: the domain's file system with its network and a root access point. It answers
 * CloudFormation in any case, and throws only when it cannot. An event `{ Reconcile: properties }` sets the network right
 * between deployments, and throws the error if that fails.
 *
 * @example
 * export const handler = createEnsureFileSystem({
 *   context: { sagemaker: new SageMakerClient({}), efs: new EFSClient({}), ec2: new EC2Client({}) },
 * })
 */
export const createEnsureFileSystem: (options: EnsureFileSystemOptions) => EnsureFileSystem = definition.create

/** The drop-in handler. It reads no settings. */
export const handler: EnsureFileSystem = definition.handler
