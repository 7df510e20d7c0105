import { Agent, request } from 'node:http'
import { DescribeUserProfileCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker'

/** Describes the nth profile. */
export type Caller = (n: number) => Promise<unknown>

const CONCURRENCY = 32
const DomainId = 'd-science'

/** Milliseconds since the call that made it. */
export type Stopwatch = () => number

export const wallTime: Stopwatch = () => performance.now()

/** CPU time of this process, which other load does not change. */
export const cpuTime: Stopwatch = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Calls per second of the caller, 32 at a time. */
export async function callsPerSecond(call: Caller, calls: number, time: Stopwatch): Promise<number> {
  let next = 0
  const worker = async () => {
    while (next < calls) await call(next++)
  }
  const begun = time()
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return (calls / (time() - begun)) * 1_000
}

/** Through an AWS SDK client. */
export function sdkCaller(client: SageMakerClient): Caller {
  return (n) => client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: `user-${n}` }))
}

/** By HTTP alone, without the SDK and its signatures. */
export function plainCaller(url: string): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  return (n) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ DomainId, UserProfileName: `user-${n}` })
      const headers = { 'x-amz-target': 'SageMaker.DescribeUserProfile', 'content-length': body.length }
      const asked = request(url, { agent, method: 'POST', headers }, (reply) => {
        if (reply.statusCode !== 200) reject(new Error(`The reply has the status ${reply.statusCode}.`))
        reply.resume().once('end', resolve)
      })
      asked.once('error', reject).end(body)
    })
}
