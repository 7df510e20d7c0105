/** The part of Lambda's context object that is used. */
export interface Invocation {
  readonly awsRequestId?: string
  getRemainingTimeInMillis?(): number
}

/** What Lambda calls: it returns what is done or ignored, and throws what is not done. */
export type Handler<Reply> = (event: unknown, invocation?: Invocation) => Promise<Reply>

/** What is left of the invocation's time for writing the log record and throwing. */
const CLOSING_MS = 1000
const DEFAULT_TIMEOUT_MS = 60_000

/** How long the work of an invocation may take, in milliseconds; a minute where nobody says. */
export function timeForWork(invocation: Invocation | undefined): number {
  const remainingMs = invocation?.getRemainingTimeInMillis?.() ?? DEFAULT_TIMEOUT_MS + CLOSING_MS
  return Math.max(1, Math.floor(remainingMs - CLOSING_MS))
}
