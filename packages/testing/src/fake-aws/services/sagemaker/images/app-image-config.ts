import type { Tag } from '../../../state/record.js'
import type { AppImageConfigRecord } from '../../../state/sagemaker-images.js'
import { type Output, presentMembers } from '../../../wire/wire.js'
import { arnOf, type World } from '../../../world/world.js'
import { alreadyExists, notFound } from '../errors.js'
import { checkTags } from '../tags.js'
import { type ListInput, listPage } from './listing.js'

interface NameInput {
  readonly AppImageConfigName: string
}

interface AppImageConfigInput extends NameInput {
  readonly KernelGatewayImageConfig?: object | null
  readonly JupyterLabAppImageConfig?: object | null
  readonly CodeEditorAppImageConfig?: object | null
}

export function createAppImageConfig(
  world: World,
  { Tags, ...input }: AppImageConfigInput & { readonly Tags?: readonly Tag[] | null },
): Output {
  const { appImageConfigs, tags } = world.state.sagemaker
  const { AppImageConfigName: name } = input
  const AppImageConfigArn = configArn(world, name)
  if (appImageConfigs.has(name)) throw alreadyExists('AppImageConfig', AppImageConfigArn)
  checkTags(Tags)
  const now = world.timestamp()
  const times = { CreationTime: now, LastModifiedTime: now, ordinal: world.ids.ordinal() }
  appImageConfigs.set(name, { ...(presentMembers(input) as NameInput), AppImageConfigArn, ...times })
  tags.set(AppImageConfigArn, [...(Tags ?? [])])
  return { AppImageConfigArn }
}

export function describeAppImageConfig(world: World, { AppImageConfigName }: NameInput): Output {
  return withoutOrdinal(findConfig(world, AppImageConfigName))
}

function findConfig(world: World, name: string): AppImageConfigRecord {
  const record = world.state.sagemaker.appImageConfigs.get(name)
  if (record === undefined) throw notFound('AppImageConfig', configArn(world, name))
  return record
}

function configArn(world: World, name: string): string {
  return arnOf(world, 'sagemaker', `app-image-config/${name.toLowerCase()}`)
}

/** Replaces the configurations that are given. */
export function updateAppImageConfig(world: World, input: AppImageConfigInput): Output {
  const record = findConfig(world, input.AppImageConfigName)
  Object.assign(record, presentMembers(input), { LastModifiedTime: world.timestamp() })
  return { AppImageConfigArn: record.AppImageConfigArn }
}

/** Deletes the configuration. The service model has no error for one that a domain or a profile names. */
export function deleteAppImageConfig(world: World, { AppImageConfigName }: NameInput): undefined {
  const { appImageConfigs, tags } = world.state.sagemaker
  const record = findConfig(world, AppImageConfigName)
  appImageConfigs.delete(AppImageConfigName)
  tags.delete(record.AppImageConfigArn)
}

export function listAppImageConfigs(world: World, input: ListInput): Output {
  const items = [...world.state.sagemaker.appImageConfigs.values()]
  const nameOf = ({ AppImageConfigName }: AppImageConfigRecord) => AppImageConfigName
  const { items: page, ...next } = listPage({ list: 'app-image-configs', items, nameOf }, input)
  return { AppImageConfigs: page.map(withoutOrdinal), ...next }
}

function withoutOrdinal({ ordinal, ...config }: AppImageConfigRecord): Output {
  return config
}
