import type { Tag } from '../../../state/record.js'
import type { AppRecord } from '../../../state/sagemaker.js'
import { validationError } from '../../../wire/errors.js'
import { type Output, presentMembers } from '../../../wire/wire.js'
import type { CallContext } from '../../../world/fake-api.js'
import { countLook, scheduleTransitionEnd } from '../../../world/transition.js'
import type { World } from '../../../world/world.js'
import { alreadyExists, checkQuota, notFound, notReady } from '../errors.js'
import { checkAcceptsNew } from '../life-cycle.js'
import { findDomain, findSpace, findUserProfile } from '../lookup.js'
import {
  type AppName,
  addAppLogs,
  appArn,
  checkOneOwner,
  isRunning,
  type NewApp,
  newAppRecord,
  tagsOfNewApp,
} from './app-record.js'

interface CreateAppInput extends AppName {
  readonly ResourceSpec?: Readonly<Record<string, unknown>> | null
  readonly Tags?: readonly Tag[] | null
  readonly RecoveryMode?: boolean | null
}

export function createApp(world: World, { Tags, ...input }: CreateAppInput, call: CallContext): Output {
  const { apps, tags } = world.state.sagemaker
  checkOneOwner(input)
  checkAcceptsNew(world, findDomain(world, input.DomainId), 'App')
  checkOwnerReady(world, input)
  checkResourceSpec(input.ResourceSpec)
  const arn = appArn(world, input)
  const existing = apps.get(arn)
  if (existing !== undefined && isRunning(existing)) throw alreadyExists('App', arn)
  const count = [...apps.values()].filter(isRunning).length
  checkQuota({ limit: world.settings.quotas.apps, count, quotaName: 'Running Studio apps', unit: 'Apps' })
  const app = newAppRecord(world, { ...presentMembers(input), Status: 'Pending' } as NewApp)
  apps.set(arn, app)
  tags.set(arn, tagsOfNewApp(world, input, Tags ?? []))
  const run = () => {
    if (call.endsIn === undefined) return startApp(world, app)
    app.Status = 'Failed'
    app.FailureReason = call.endsIn.reason ?? 'InternalFailure'
  }
  const { createApp: delay } = world.settings.delays
  scheduleTransitionEnd(world, { records: apps, key: arn, record: app }, { status: 'Status', delay, run })
  return { AppArn: arn }
}

function startApp(world: World, app: AppRecord): void {
  app.Status = 'InService'
  addAppLogs(world, app)
}

function checkOwnerReady(world: World, { DomainId, UserProfileName, SpaceName }: AppName): void {
  if (SpaceName != null) {
    const { SpaceArn: arn, Status: status } = findSpace(world, DomainId, SpaceName)
    if (!isReady(status)) throw notReady(world, 'create App in', { kind: 'Space', arn, status })
  }
  if (UserProfileName != null) {
    const { UserProfileArn: arn, Status: status } = findUserProfile(world, DomainId, UserProfileName)
    if (!isReady(status)) throw notReady(world, 'create App for', { kind: 'UserProfile', arn, status })
  }
}

function isReady(status: string): boolean {
  return status === 'InService' || status === 'Update_Failed'
}

const ENVIRONMENT_ARNS = { EnvironmentArn: ':environment/', EnvironmentVersionArn: ':environment-version/' }

/** Refuses image ARNs in the Environment members, into which DescribeSpace copies them. */
function checkResourceSpec(spec: CreateAppInput['ResourceSpec']): void {
  for (const [member, part] of Object.entries(ENVIRONMENT_ARNS)) {
    const arn = spec?.[member]
    if (typeof arn !== 'string' || arn.includes(part)) continue
    throw validationError(
      `ResourceSpec.${member} [${arn}] is no ARN of SageMaker's type '${part.slice(1, -1)}'. CreateApp takes no image there: leave the member out.`,
    )
  }
}

export function describeApp(world: World, input: AppName): Output {
  checkOneOwner(input)
  const found = findApp(world, input)
  countLook(world, found)
  const { ordinal, transitionEndsAt, ...app } = found
  // AWS sets both to the same value, so nobody can read from them since when an app is idle.
  const now = world.timestamp()
  const checked = { LastHealthCheckTimestamp: now, LastUserActivityTimestamp: now }
  return { ...(app.Status === 'InService' && checked), ...app }
}

function findApp(world: World, input: AppName): AppRecord {
  const arn = appArn(world, input)
  const app = world.state.sagemaker.apps.get(arn)
  if (app === undefined) throw notFound('App', arn)
  return app
}

/** Time that a deleted app stays in ListApps and DescribeApp. */
const LISTED_AFTER_DELETION_MS = 24 * 3_600_000

export function deleteApp(world: World, input: AppName, call: CallContext): undefined {
  const { apps, tags } = world.state.sagemaker
  checkOneOwner(input)
  const app = findApp(world, input)
  const { AppArn: arn } = app
  checkDeletable(world, app)
  const stored = { records: apps, key: arn, record: app }
  app.Status = 'Deleting'
  const forget = () => {
    if (apps.get(arn) === app) apps.delete(arn)
    if (!apps.has(arn)) tags.delete(arn)
  }
  const run = (at: number) => {
    if (call.endsIn !== undefined) {
      app.Status = 'Failed'
      app.FailureReason = call.endsIn.reason ?? 'InternalFailure'
      return
    }
    app.Status = 'Deleted'
    world.schedule.at(at + LISTED_AFTER_DELETION_MS, forget)
  }
  scheduleTransitionEnd(world, stored, { status: 'Status', delay: world.settings.delays.deleteApp, run })
}

// The parts of these messages that Terraform's provider compares are AWS's: `has already been deleted`, `previously failed
// and was automatically deleted`.
function checkDeletable(world: World, { AppArn: arn, Status: status }: AppRecord): void {
  if (status === 'Deleted') throw validationError(`App [${arn}] has already been deleted.`)
  if (status === 'Failed') throw validationError(`App [${arn}] previously failed and was automatically deleted.`)
  if (status !== 'InService') throw notReady(world, 'delete', { kind: 'App', arn, status })
}
