import type { ImageRecord, ImageVersionRecord } from '../../../state/sagemaker-images.js'
import { validationError } from '../../../wire/errors.js'
import { type Output, presentMembers } from '../../../wire/wire.js'
import type { CallContext } from '../../../world/fake-api.js'
import { countLook } from '../../../world/transition.js'
import type { World } from '../../../world/world.js'
import { notFound } from '../errors.js'
import { findImage } from './image.js'
import { beginVersionChange, checkSettled } from './image-life-cycle.js'
import { type ListInput, listPage } from './listing.js'

interface CreateImageVersionInput {
  readonly ImageName: string
  readonly BaseImage: string
  readonly ClientToken: string
  readonly Aliases?: readonly string[] | null
}

/** Creates the next version of an image. A repeated client token returns the version that it created. */
export function createImageVersion(world: World, input: CreateImageVersionInput, call: CallContext): Output {
  const { ImageName, ClientToken, Aliases, ...members } = input
  const { imageVersions } = world.state.sagemaker
  const image = findImage(world, ImageName)
  const repeated = versionsOf(world, image).find(({ clientToken }) => clientToken === ClientToken)
  if (repeated !== undefined) return { ImageVersionArn: repeated.ImageVersionArn }
  checkSettled(world, 'update', { kind: 'Image', arn: image.ImageArn, status: image.ImageStatus })
  image.latest += 1
  const now = world.timestamp()
  const record: ImageVersionRecord = {
    ...(presentMembers(members) as Pick<ImageVersionRecord, 'BaseImage'>),
    ContainerImage: input.BaseImage,
    ImageArn: image.ImageArn,
    ImageVersionArn: `${image.ImageArn.replace(':image/', ':image-version/')}/${image.latest}`,
    Version: image.latest,
    ImageVersionStatus: 'CREATING',
    CreationTime: now,
    LastModifiedTime: now,
    ordinal: world.ids.ordinal(),
    aliases: [...(Aliases ?? [])],
    clientToken: ClientToken,
  }
  const key = record.ImageVersionArn
  imageVersions.set(key, record)
  const completed = () => {
    record.ImageVersionStatus = 'CREATED'
  }
  const { createImageVersion: delay } = world.settings.delays
  beginVersionChange(world, { records: imageVersions, key, record }, { call, delay, completed })
  return { ImageVersionArn: key }
}

function versionsOf({ state }: World, { ImageArn }: ImageRecord): ImageVersionRecord[] {
  return [...state.sagemaker.imageVersions.values()].filter((version) => version.ImageArn === ImageArn)
}

interface VersionInput {
  readonly ImageName: string
  readonly Version?: number | null
  readonly Alias?: string | null
}

/** Without a version and an alias, the latest version. */
export function describeImageVersion(world: World, input: VersionInput): Output {
  const record = findVersion(world, input)
  countLook(world, record)
  const { ordinal, aliases, clientToken, transitionEndsAt, ...described } = record
  return described
}

function findVersion(world: World, { ImageName, Version, Alias }: VersionInput): ImageVersionRecord {
  const image = findImage(world, ImageName)
  const found = versionsOf(world, image).filter(
    (each) => (Version == null || each.Version === Version) && (Alias == null || each.aliases.includes(Alias)),
  )
  const latest = found.toSorted((a, b) => b.Version - a.Version)[0]
  if (latest === undefined) throw notFound('ImageVersion', `${image.ImageArn}/${Version ?? Alias ?? 'latest'}`)
  return latest
}

/** Deletes a version, which is gone a little later. */
export function deleteImageVersion(world: World, input: VersionInput, call: CallContext): Output {
  if (input.Version == null && input.Alias == null) throw validationError('Either Version or Alias must be set.')
  const { imageVersions } = world.state.sagemaker
  const record = findVersion(world, input)
  const { ImageVersionArn: key } = record
  checkSettled(world, 'delete', { kind: 'ImageVersion', arn: key, status: record.ImageVersionStatus })
  record.ImageVersionStatus = 'DELETING'
  record.LastModifiedTime = world.timestamp()
  const completed = () => {
    imageVersions.delete(key)
  }
  const { deleteImageVersion: delay } = world.settings.delays
  beginVersionChange(world, { records: imageVersions, key, record }, { call, delay, completed })
  return {}
}

export function listImageVersions(world: World, input: ListInput & { readonly ImageName: string }): Output {
  const items = versionsOf(world, findImage(world, input.ImageName))
  const { items: page, ...next } = listPage({ list: 'image-versions', items, nameOf: ({ Version }) => Version }, input)
  for (const record of page) countLook(world, record)
  return { ImageVersions: page.map(summarize), ...next }
}

function summarize(record: ImageVersionRecord): Output {
  const { CreationTime, FailureReason, ImageArn, ImageVersionArn, ImageVersionStatus, LastModifiedTime, Version } =
    record
  return { CreationTime, FailureReason, ImageArn, ImageVersionArn, ImageVersionStatus, LastModifiedTime, Version }
}
