import type { Tag } from '../../state/record.js'
import type { LifecycleConfigRecord } from '../../state/sagemaker.js'
import { FakeAwsError, validationError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { arnOf, type World } from '../../world/world.js'
import { isRunning } from './apps/app-record.js'
import { alreadyExists, notFound } from './errors.js'
import { type PageInput, pageOf } from './paging.js'

/** Members of a lifecycle configuration to add. */
export interface NewLifecycleConfig {
  readonly StudioLifecycleConfigName: string
  /** The script, in Base64. */
  readonly StudioLifecycleConfigContent: string
  readonly StudioLifecycleConfigAppType: LifecycleConfigRecord['StudioLifecycleConfigAppType']
}

/** Makes a lifecycle configuration, without adding it to the state. */
export function newLifecycleConfigRecord(world: World, wanted: NewLifecycleConfig): LifecycleConfigRecord {
  const now = world.timestamp()
  return {
    ...wanted,
    StudioLifecycleConfigArn: lifecycleConfigArn(world, wanted.StudioLifecycleConfigName),
    CreationTime: now,
    LastModifiedTime: now,
    ordinal: world.ids.ordinal(),
  }
}

function lifecycleConfigArn(world: World, name: string): string {
  return arnOf(world, 'sagemaker', `studio-lifecycle-config/${name.toLowerCase()}`)
}

interface CreateInput extends NewLifecycleConfig {
  readonly Tags?: readonly Tag[] | null
}

export function createStudioLifecycleConfig(world: World, { Tags, ...wanted }: CreateInput): Output {
  const { lifecycleConfigs, tags } = world.state.sagemaker
  const record = newLifecycleConfigRecord(world, wanted)
  const { StudioLifecycleConfigName: name, StudioLifecycleConfigArn } = record
  if (lifecycleConfigs.has(name)) throw alreadyExists('StudioLifecycleConfig', StudioLifecycleConfigArn)
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(record.StudioLifecycleConfigContent)) {
    throw validationError('StudioLifecycleConfigContent must be encoded in Base64.')
  }
  lifecycleConfigs.set(name, record)
  tags.set(StudioLifecycleConfigArn, [...(Tags ?? [])])
  return { StudioLifecycleConfigArn }
}

interface NameInput {
  readonly StudioLifecycleConfigName: string
}

export function describeStudioLifecycleConfig(world: World, input: NameInput): Output {
  const { ordinal, ...described } = findLifecycleConfig(world, input.StudioLifecycleConfigName)
  return described
}

function findLifecycleConfig(world: World, name: string): LifecycleConfigRecord {
  const record = world.state.sagemaker.lifecycleConfigs.get(name)
  if (record === undefined) throw notFound('StudioLifecycleConfig', lifecycleConfigArn(world, name))
  return record
}

/** Refuses while a domain, a user profile or a running app uses it; a space keeps the ARN of a deleted one. */
export function deleteStudioLifecycleConfig(world: World, input: NameInput): undefined {
  const { lifecycleConfigs, tags, domains, userProfiles, apps } = world.state.sagemaker
  const record = findLifecycleConfig(world, input.StudioLifecycleConfigName)
  const { StudioLifecycleConfigArn: arn } = record
  const users = [...domains.values(), ...userProfiles.values(), ...[...apps.values()].filter(isRunning)]
  if (users.some((user) => contains(user, arn))) {
    const message = `Unable to delete StudioLifecycleConfig [${arn}] because it is in use: remove it from all domains and user profiles, and delete the apps that use it.`
    throw new FakeAwsError('ResourceInUse', message)
  }
  lifecycleConfigs.delete(record.StudioLifecycleConfigName)
  tags.delete(arn)
}

function contains(value: unknown, text: string): boolean {
  if (typeof value !== 'object' || value === null) return value === text
  return Object.values(value).some((item) => contains(item, text))
}

interface ListInput extends PageInput {
  readonly NameContains?: string | null
  readonly AppTypeEquals?: string | null
  readonly CreationTimeBefore?: unknown
  readonly CreationTimeAfter?: unknown
  readonly ModifiedTimeBefore?: unknown
  readonly ModifiedTimeAfter?: unknown
  readonly SortBy?: 'CreationTime' | 'LastModifiedTime' | 'Name' | null
  readonly SortOrder?: 'Ascending' | 'Descending' | null
}

export function listStudioLifecycleConfigs(world: World, input: ListInput): Output {
  const { NextToken, MaxResults, ...query } = input
  const items = [...world.state.sagemaker.lifecycleConfigs.values()].filter((record) => isSelected(record, input))
  const listing = {
    items,
    position: (record: LifecycleConfigRecord) => [sortKey(record, input.SortBy), record.ordinal] as const,
    descending: input.SortOrder !== 'Ascending',
    query: ['lifecycle-configs', query],
    defaultSize: 10,
  }
  const { items: page, ...next } = pageOf(listing, input)
  return { StudioLifecycleConfigs: page.map(summarize), ...next }
}

function isSelected(record: LifecycleConfigRecord, input: ListInput): boolean {
  const { StudioLifecycleConfigName: name, StudioLifecycleConfigAppType: type } = record
  return (
    name.toLowerCase().includes((input.NameContains ?? '').toLowerCase()) &&
    (input.AppTypeEquals == null || type === input.AppTypeEquals) &&
    isWithin(record.CreationTime.ms, input.CreationTimeAfter, input.CreationTimeBefore) &&
    isWithin(record.LastModifiedTime.ms, input.ModifiedTimeAfter, input.ModifiedTimeBefore)
  )
}

// AWS JSON has times as epoch seconds.
function isWithin(ms: number, after: unknown, before: unknown): boolean {
  return (after == null || ms >= Number(after) * 1000) && (before == null || ms <= Number(before) * 1000)
}

function sortKey(record: LifecycleConfigRecord, by: ListInput['SortBy']): number | string {
  if (by === 'Name') return record.StudioLifecycleConfigName
  return record[by ?? 'CreationTime'].ms
}

function summarize({ StudioLifecycleConfigContent, ordinal, ...summary }: LifecycleConfigRecord): Output {
  return summary
}
