import type { Tag } from '../../../state/record.js'
import type { ImageRecord } from '../../../state/sagemaker-images.js'
import { type Output, presentMembers } from '../../../wire/wire.js'
import type { CallContext } from '../../../world/fake-api.js'
import { countLook } from '../../../world/transition.js'
import { arnOf, type World } from '../../../world/world.js'
import { alreadyExists, notFound } from '../errors.js'
import { checkTags } from '../tags.js'
import { beginImageChange, checkSettled } from './image-life-cycle.js'
import { type ListInput, listPage } from './listing.js'

interface CreateImageInput {
  readonly ImageName: string
  readonly RoleArn: string
  readonly DisplayName?: string | null
  readonly Description?: string | null
  readonly Tags?: readonly Tag[] | null
}

/** Creates an image without versions; it is `CREATED` a little later. */
export function createImage(world: World, { Tags, ...input }: CreateImageInput, call: CallContext): Output {
  const { images, tags } = world.state.sagemaker
  const { ImageName } = input
  const ImageArn = imageArn(world, ImageName)
  if (images.has(ImageName)) throw alreadyExists('Image', ImageArn)
  checkTags(Tags)
  const now = world.timestamp()
  const record: ImageRecord = {
    ...(presentMembers(input) as Pick<ImageRecord, 'ImageName' | 'RoleArn'>),
    ImageArn,
    ImageStatus: 'CREATING',
    CreationTime: now,
    LastModifiedTime: now,
    ordinal: world.ids.ordinal(),
    latest: 0,
  }
  images.set(ImageName, record)
  tags.set(ImageArn, [...(Tags ?? [])])
  const completed = () => {
    record.ImageStatus = 'CREATED'
  }
  const { createImage: delay } = world.settings.delays
  beginImageChange(world, { records: images, key: ImageName, record }, { call, delay, completed })
  return { ImageArn }
}

interface NameInput {
  readonly ImageName: string
}

export function describeImage(world: World, { ImageName }: NameInput): Output {
  const record = findImage(world, ImageName)
  countLook(world, record)
  const { ordinal, latest, transitionEndsAt, ...described } = record
  return described
}

export function findImage(world: World, name: string): ImageRecord {
  const record = world.state.sagemaker.images.get(name)
  if (record === undefined) throw notFound('Image', imageArn(world, name))
  return record
}

function imageArn(world: World, name: string): string {
  return arnOf(world, 'sagemaker', `image/${name.toLowerCase()}`)
}

/** Deletes the image and its versions; it is gone a little later. */
export function deleteImage(world: World, { ImageName }: NameInput, call: CallContext): Output {
  const { images, imageVersions, tags } = world.state.sagemaker
  const record = findImage(world, ImageName)
  const { ImageArn: arn } = record
  checkSettled(world, 'delete', { kind: 'Image', arn, status: record.ImageStatus })
  record.ImageStatus = 'DELETING'
  record.LastModifiedTime = world.timestamp()
  const completed = () => {
    images.delete(ImageName)
    tags.delete(arn)
    for (const [key, version] of imageVersions) if (version.ImageArn === arn) imageVersions.delete(key)
  }
  const { deleteImage: delay } = world.settings.delays
  beginImageChange(world, { records: images, key: ImageName, record }, { call, delay, completed })
  return {}
}

export function listImages(world: World, input: ListInput): Output {
  const items = [...world.state.sagemaker.images.values()]
  const { items: page, ...next } = listPage({ list: 'images', items, nameOf: ({ ImageName }) => ImageName }, input)
  for (const record of page) countLook(world, record)
  return { Images: page.map(summarize), ...next }
}

function summarize({ ordinal, latest, transitionEndsAt, RoleArn, ...summary }: ImageRecord): Output {
  return summary
}
