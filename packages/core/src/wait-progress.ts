import { err, ok } from 'neverthrow'
import { boundedText } from './bounded-text.js'
import type { Logger } from './logger.js'
import type { FieldParser } from './model/parse/parse-input.js'
import { quoteForMessage } from './model/parse/parse-text.js'
import { InvalidInputError } from './studio-efs-error.js'

/** Progress of an operation while it waits; `ms` is the time until the next look or try, in milliseconds. */
export type WaitProgress =
  /** After every look at a resource that is not ready, a second or more apart. */
  | { readonly step: 'waiting'; readonly resource: string; readonly status: string }
  /** Before a request is sent again. `error`: the name of the error of the last one, such as `ThrottledError`. */
  | { readonly step: 'retrying'; readonly pending: string; readonly error: string; readonly ms: number }

/** Reports progress to the caller's function. */
export type OnProgress<Progress> = (progress: Progress) => void

export const parseOnProgress: FieldParser<OnProgress<never>> = (value, field) =>
  typeof value === 'function'
    ? ok(value as OnProgress<never>)
    : err(new InvalidInputError({ field, allowed: 'a function', received: quoteForMessage(value) }))

const MAX_CAUSE = 500

/** Calls the caller's function. An exception of it goes to the logger and does not stop the work. */
export function safeProgress<Progress extends { readonly step: string }>(
  logger: Logger,
  callback: OnProgress<never> | undefined,
): OnProgress<Progress> {
  return (progress) => {
    try {
      callback?.(progress as never)
    } catch (cause) {
      logger.warn('onProgress threw', { step: progress.step, cause: boundedText(String(cause), MAX_CAUSE) })
    }
  }
}
