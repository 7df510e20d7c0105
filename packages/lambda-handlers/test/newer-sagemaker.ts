import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type FakeAws, userProfileKey } from '@studio-efs/testing'

/** A proxy before the fake that is newer than it: it stores members of list entries that the fake would refuse. */
export interface NewerSageMaker {
  readonly url: string
  /** Bodies of the updates of profiles, as they came over the wire. */
  readonly updates: readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

export async function startNewerSageMaker(fake: Pick<FakeAws, 'state'>, fakeUrl: string): Promise<NewerSageMaker> {
  const updates: Readonly<Record<string, unknown>>[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    if (String(request.headers['x-amz-target']).endsWith('.UpdateUserProfile')) {
      const update = JSON.parse(body) as Readonly<Record<string, unknown>>
      updates.push(update)
      const { DomainId, UserProfileName, UserSettings } = update
      const record = fake.state.sagemaker.userProfiles.get(userProfileKey(String(DomainId), String(UserProfileName)))
      Object.assign(record ?? {}, { UserSettings })
      response.setHeader('content-type', 'application/x-amz-json-1.1').end('{}')
      return
    }
    const { host: _, connection: __, ...headers } = request.headers
    const answer = await fetch(new URL(request.url ?? '/', fakeUrl), {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      ...(body === '' ? {} : { body }),
    })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    updates,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
