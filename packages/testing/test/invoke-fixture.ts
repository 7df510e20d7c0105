import { InvokeCommand, type InvokeCommandInput, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda'
import { createFakeAws } from '../src/fake-aws/create-fake-aws.js'
import type { FunctionOptions } from '../src/fake-aws/services/lambda/functions.js'
import type { LambdaHandler } from '../src/fake-aws/state/lambda.js'

/** A fake with one function, and a client that invokes it. */
export function setUp(handler: LambdaHandler, options?: FunctionOptions) {
  const fake = createFakeAws()
  const client = new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const fn = fake.functions.register('greet', handler, options)
  const invoke = async (
    event: unknown = {},
    input: { [M in keyof InvokeCommandInput]?: InvokeCommandInput[M] | undefined } = {},
  ): Promise<Omit<InvokeCommandOutput, 'Payload'> & { json: ReturnType<typeof JSON.parse> }> => {
    const all = { FunctionName: 'greet', Payload: JSON.stringify(event), ...input }
    const command = new InvokeCommand(all as InvokeCommandInput)
    const { Payload, ...reply } = await client.send(command)
    const text = Payload?.transformToString() ?? ''
    return { ...reply, json: text === '' ? undefined : JSON.parse(text) }
  }
  return { fake, client, fn, invoke }
}
