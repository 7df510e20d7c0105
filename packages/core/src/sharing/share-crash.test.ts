import { assertOk } from '@studio-efs/testing'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { crashAfterWrite, loseReplyToWrite } from '../../test/crash.js'
import { fileSystemId, type VpcOptions, vpcOfDomains } from '../../test/vpc.js'

type Vpc = ReturnType<typeof vpcOfDomains>

const stateOf = ({ fake, targets }: Vpc) => ({
  targets: targets(),
  groups: [...fake.state.ec2.securityGroups.values()]
    .map(({ GroupName, IpPermissions }) => [GroupName, IpPermissions])
    .toSorted(),
  domains: [...fake.state.sagemaker.domains.values()].map(({ DefaultUserSettings, DefaultSpaceSettings, Status }) => [
    DefaultUserSettings,
    DefaultSpaceSettings,
    Status,
  ]),
})
type Run = (vpc: Vpc, signal?: AbortSignal) => ResultAsync<Report, unknown>

interface Report {
  readonly outcome: 'complete' | 'partial'
  readonly changes: readonly { readonly kind: string }[]
}

const share: Run = ({ studioEfs, share: input }, signal) =>
  studioEfs.shareAcrossVpcDomains({ ...input, ...(signal && { signal }) })
const unshare: Run = ({ studioEfs, vpcId }, signal) =>
  studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId, ...(signal && { signal }) })

const empty = (domains: VpcOptions['domains']) => async () => vpcOfDomains({ ...(domains && { domains }) })
/** Five of six domains have it, and fill every mount target with their groups. */
const full = async () => {
  const made = vpcOfDomains({ domains: 6 })
  assertOk(await made.studioEfs.shareAcrossVpcDomains({ ...made.share, excludeDomainIds: ['d-team5'] }))
  return made
}
const shared = async () => {
  const made = vpcOfDomains({ domains: 3 })
  assertOk(await share(made))
  return made
}

const runs: [string, () => Promise<Vpc>, Run][] = [
  ['sharing with 2 domains', empty(2), share],
  ['sharing with 6 domains', empty(6), share],
  ['sharing with domains in different zones', empty([[0], [1, 2]]), share],
  ['sharing with a sixth domain', full, share],
  ['taking it away again', shared, unshare],
]

describe.each(runs)('%s', (_, prepare, run) => {
  const finished = async () => {
    const whole = await prepare()
    const before = whole.writes().length
    const result = assertOk(await run(whole))
    return { whole, result, writes: whole.writes().length - before }
  }

  test('a crash after any single write, and a re-run, end in the same world', async () => {
    const { whole, writes } = await finished()
    expect(writes).toBeGreaterThan(2)
    for (let nth = 1; nth <= writes; nth += 1) {
      const made = await prepare()
      const crash = crashAfterWrite(made.fake, nth)
      await run(made, crash.signal)
      crash.stop()
      expect(assertOk(await run(made)).outcome).toBe('complete')
      expect(stateOf(made)).toEqual(stateOf(whole))
    }
  })

  test('the reply to any single write is lost, and the report is the same', async () => {
    const { whole, result, writes } = await finished()
    const kinds = ({ changes }: Report) => changes.map(({ kind }) => kind).toSorted()
    for (let nth = 1; nth <= writes; nth += 1) {
      const made = await prepare()
      loseReplyToWrite(made.fake, nth)
      expect(kinds(assertOk(await run(made)))).toEqual(kinds(result))
      expect(stateOf(made)).toEqual(stateOf(whole))
    }
  })
})

test('a re-run waits for mount targets that an earlier run made, before it sets a default', async () => {
  const { fake, share: input, studioEfs, listsOf, targets } = vpcOfDomains({ domains: 1 })
  const controller = new AbortController()
  const when = () => targets().length === 3
  const abort = () => controller.abort()
  fake.inject({
    service: 'efs',
    operation: 'DescribeMountTargets',
    when,
    times: 1,
    fault: { kind: 'third-party', change: abort },
  })
  await studioEfs.shareAcrossVpcDomains({ ...input, signal: controller.signal })
  expect(targets().map(({ state }) => state)).toEqual(Array(3).fill('creating'))
  const states: string[] = []
  const look = () => void states.push(...targets().map(({ state }) => state))
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateDomain',
    when: 'next',
    fault: { kind: 'third-party', change: look },
  })
  assertOk(await studioEfs.shareAcrossVpcDomains(input))
  expect(states).toEqual(Array(3).fill('available'))
  expect(listsOf('d-team0').private).toHaveLength(1)
})
