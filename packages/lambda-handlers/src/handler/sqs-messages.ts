import { parseJson } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, Result } from 'neverthrow'

/** One message of SQS, with what its body asks for. */
export interface SqsMessage<Asked> {
  readonly id: string
  readonly asked: Asked
}

/** Reads the body of each message; `undefined` is one that is no JSON. Refuses a batch that is none of SQS. */
export function sqsMessagesIn<Asked>(
  records: readonly unknown[],
  ask: (content: unknown, field: string) => Asked,
): Result<readonly SqsMessage<Asked>[], InvalidInputError> {
  return Result.combine(
    records.map((record, at): Result<SqsMessage<Asked>, InvalidInputError> => {
      const { messageId, body } = fieldsOf(record)
      if (typeof messageId !== 'string' || messageId === '') {
        const field = `Records[${at}].messageId`
        return err(new InvalidInputError({ field, allowed: "the message's id", received: typeof messageId }))
      }
      const content = typeof body === 'string' ? parseJson(body) : undefined
      return ok({ id: messageId, asked: ask(content, `Records[${at}].body`) })
    }),
  )
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
