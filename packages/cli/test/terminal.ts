import type { Io } from '../src/io/io.js'
import { run } from '../src/run.js'

/** A terminal, or with `columns: undefined` two pipes. */
export interface TerminalOptions {
  readonly columns?: number
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Answers to the questions, in order. Default: nobody can be asked. */
  readonly answers?: readonly string[]
  /** Called after each write to stderr, with a function that presses Ctrl-C. */
  readonly onError?: (text: string, interrupt: () => void) => void
}

/** Output of a command line, and its exit status. */
export interface Ran {
  readonly out: string
  readonly err: string
  readonly status: number
}

/** A fake of AWS, with its clock. */
interface Reached extends Required<Pick<Io, 'clock'>> {
  clientConfig(): NonNullable<Io['clientConfig']>
}

/** Runs command lines in this process, on the fake AWS and its clock. Without a fake, the AWS SDK finds its own way. */
export function terminal(fake: Reached | undefined, options: TerminalOptions = {}) {
  return async (...words: readonly string[]): Promise<Ran> => {
    const { columns, stdin = '', env = {}, answers, onError } = options
    const texts = { out: '', err: '' }
    const questions = [...(answers ?? [])]
    let interrupt = () => {}
    const io: Io = {
      stdout: {
        columns,
        write(text) {
          texts.out += text
          return undefined
        },
      },
      stderr: {
        columns,
        write(text) {
          texts.err += text
          onError?.(text, interrupt)
          return undefined
        },
      },
      env,
      readStdin: async () => stdin,
      ask:
        answers === undefined
          ? undefined
          : async (question) => {
              texts.err += `${question}\n`
              return questions.shift() ?? ''
            },
      onInterrupt(listener) {
        interrupt = listener
        return () => {
          interrupt = () => {}
        }
      },
      ...(fake && { clock: fake.clock, clientConfig: { ...fake.clientConfig(), maxAttempts: 1 } }),
    }
    const status = await run(words, io)
    return { ...texts, status }
  }
}

const ESCAPE = String.fromCharCode(27)

/** One text of everything that a command line showed, for a golden file; without the bar, which depends on real time. */
export function transcript(words: readonly string[], { out, err, status }: Ran): string {
  const lines = err.split('\n').filter((line) => line !== '' && !line.includes(ESCAPE))
  const errors = lines.length === 0 ? '' : `--- standard error\n${lines.join('\n')}\n`
  return `$ studio-efs ${words.join(' ')}\n${out}${errors}--- exit status ${status}\n`
}
