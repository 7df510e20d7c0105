import type { Clock } from '@studio-efs/core'

/** A stream of the terminal, or of a pipe or file in its place. */
export interface OutputStream {
  /** Resolves when the stream takes more. */
  write(text: string): Promise<void> | undefined
  /** Characters of a line; undefined where the stream is no terminal. */
  readonly columns: number | undefined
}

/** Everything outside of the program that it reads or writes. Tests bring their own. */
export interface Io {
  /** Results. */
  readonly stdout: OutputStream
  /** Progress, questions, warnings and errors. */
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads standard input to its end. Undefined: there is none. */
  readonly readStdin?: () => Promise<string>
  /** Asks a question and resolves with the answer's line; undefined where nobody can answer. */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<string>) | undefined
  /** Calls the listener at the first Ctrl-C or SIGTERM. Returns the function that stops listening. */
  onInterrupt(listener: () => void): () => void
  /** Default: the computer's own clock. */
  readonly clock?: Clock
  /** Overrides the configuration of every AWS client. Default: none. */
  readonly clientConfig?: object
}
