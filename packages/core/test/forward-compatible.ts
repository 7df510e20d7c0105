import { type FakeAws, spaceKey, type TestClock, userProfileKey } from '@studio-efs/testing'

type Settings = Readonly<Record<string, unknown>>

/** An update as it went over the wire. */
export type SentUpdate = Readonly<Record<string, unknown>>

interface WireRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * Configuration of a client whose SageMaker is newer than the SDK and the fake: it stores members of entries that neither
 * knows. Describe is answered by the fake; updates go straight into its state.
 */
export function newerSageMaker(fake: FakeAws<TestClock>) {
  const sent: SentUpdate[] = []
  const config = fake.clientConfig()
  const requestHandler = {
    ...config.requestHandler,
    async handle(request: never, options?: never) {
      const { headers, body } = request as WireRequest
      const target = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1] ?? ''
      if (!/\.Update/.test(target)) return config.requestHandler.handle(request, options)
      const update = JSON.parse(Buffer.from(body as Uint8Array).toString()) as SentUpdate
      sent.push(update)
      store(fake, update)
      const reply = { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.1' } }
      return { response: { ...reply, body: Buffer.from('{}') } }
    },
  }
  return { config: { ...config, requestHandler }, sent }
}

function store({ state }: FakeAws<TestClock>, { DomainId, UserProfileName, SpaceName, ...settings }: SentUpdate): void {
  const { domains, spaces, userProfiles } = state.sagemaker
  const id = String(DomainId)
  const record =
    UserProfileName === undefined && SpaceName === undefined
      ? domains.get(id)
      : (spaces.get(spaceKey(id, String(SpaceName))) ?? userProfiles.get(userProfileKey(id, String(UserProfileName))))
  for (const [member, value] of Object.entries(settings)) {
    const before = (record as Settings | undefined)?.[member] as Settings | undefined
    Object.assign(record ?? {}, { [member]: { ...before, ...(value as Settings) } })
  }
}

/** The list in one of the settings of an update. */
export function listIn(update: SentUpdate | undefined, settings: string): unknown {
  return (update?.[settings] as Settings | undefined)?.['CustomFileSystemConfigs']
}
