import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createFakeAws } from '../src/fake-aws/create-fake-aws.js'
import { apis } from '../src/fake-aws/services/apis.js'

/** Outcome of `broken-inputs.py`. */
export interface BrokenInputs {
  readonly sent: number
  readonly successes: number
  /** Requests that the fake answered with an internal error or not at all. */
  readonly crashes: readonly string[]
  /** Replies that do not have the shape of the service model. */
  readonly wrongShapes: readonly string[]
}

/** Sends one of `share` requests to a fake of its own, each with one constraint broken. Needs botocore. */
export async function sendBrokenInputs(share: number): Promise<BrokenInputs> {
  const fake = createFakeAws({ transitions: 'immediate' })
  fake.seed.domain({ DomainId: 'd-abc' })
  fake.seed.bucket('a-bucket', { a: 'A' })
  const { url } = await fake.listen()
  const script = fileURLToPath(new URL('./broken-inputs.py', import.meta.url))
  const python = spawn('python3', [script, url, String(share)], { stdio: ['pipe', 'pipe', 'inherit'] })
  python.stdin.end(
    JSON.stringify(Object.fromEntries(apis.map(({ model, operations }) => [model.service, Object.keys(operations)]))),
  )
  try {
    return JSON.parse(await text(python.stdout))
  } finally {
    await fake.close()
  }
}
