import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '@studio-efs/core'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { createFakeAws, createUserProfileEvent, type FakeAws } from '@studio-efs/testing'
import { startHandler } from './handler-process.js'
import type { Row } from './row.js'

const EVENTS = 100
const domainId = 'd-science'
const bundles = new URL('../packages/lambda-handlers/dist/bundles/', import.meta.url)
const bundleOf = (name: string) => new URL(`${name}/index.mjs`, bundles).href

const ignore = () => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Calls of both shipped bundles for one event, with a warm control function. */
export async function benchTwoFunctions(): Promise<readonly Row[]> {
  const mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-bench-'))
  const fake = await fakeWithDirectoryFunction(mountPath)
  const { url } = await fake.listen()
  const host = startHandler(environment(url))
  const send = async (numbers: readonly number[]) => {
    const before = fake.calls.length
    await host.handle(numbers.map((n) => createUserProfileEvent({ domainId, userProfileName: `user-${n}` })))
    return fake.calls.slice(before).map(({ operation }) => operation)
  }
  try {
    await send([0])
    const numbers = Array.from({ length: EVENTS }, (_, n) => n + 1)
    return [rowOf('changes something', 2, await send(numbers)), rowOf('changes nothing', 1, await send(numbers))]
  } finally {
    host.stop()
    await fake.close()
    rmSync(mountPath, { recursive: true })
  }
}

/** Without root, the profiles act as the current user: making their directories needs no right then. */
async function fakeWithDirectoryFunction(mountPath: string): Promise<FakeAws<Clock>> {
  const fake: FakeAws<Clock> = createFakeAws({ clock: systemClock, delays: { updateUserProfile: 0 } })
  const [Uid = 0, Gid = 0] = [process.getuid?.(), process.getgid?.()]
  const ownOwner = { DefaultUserSettings: { CustomPosixUserConfig: { Uid, Gid } } }
  fake.seed.domain({ DomainId: domainId, ...(Uid !== 0 && ownOwner) })
  for (let n = 0; n <= EVENTS; n += 1) fake.seed.userProfile({ DomainId: domainId, UserProfileName: `user-${n}` })
  const { createProvisionDirectories } = await import(bundleOf('provision-directories'))
  const directories = posixDirectoryDriver({ mountPath, mountPoint: 'not-required' })
  fake.functions.register('directories', createProvisionDirectories({ context: { directories, logger: silent } }))
  return fake
}

function rowOf(what: string, profileCalls: number, operations: readonly string[]): Row {
  const invokes = operations.filter((operation) => operation === 'Invoke').length
  const onProfiles = operations.filter((operation) => operation.endsWith('UserProfile')).length
  const others = operations.length - invokes - onProfiles
  const perEvent = (count: number) => (count / EVENTS).toFixed(2)
  return {
    measure: `warm event through both functions that ${what}: Invoke, profile calls, other calls`,
    asked: `1, ${profileCalls}, 0`,
    reached: [invokes, onProfiles, others].map(perEvent).join(', '),
    holds: invokes === EVENTS && onProfiles === profileCalls * EVENTS && others === 0,
  }
}

function environment(url: string) {
  return {
    BUNDLE: bundleOf('on-user-profile-created'),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    STUDIO_EFS_FILE_SYSTEM_ID: 'fs-0123456789abcdef0',
    STUDIO_EFS_DOMAIN_IDS: domainId,
    STUDIO_EFS_DIRECTORY_FUNCTION: 'directories',
  }
}
