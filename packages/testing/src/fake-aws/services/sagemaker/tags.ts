import { isReserved, mergeTags, type Tag } from '../../state/record.js'
import { FakeAwsError, validationError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { type PageInput, pageOf } from './paging.js'

const MAX_TAGS = 50

interface AddTagsInput {
  readonly ResourceArn: string
  readonly Tags: readonly Tag[]
}

export function addTags(world: World, input: AddTagsInput): Output {
  checkTags(input.Tags)
  const merged = mergeTags(tagsOf(world, input.ResourceArn), input.Tags)
  if (merged.length > MAX_TAGS) {
    throw new FakeAwsError('ResourceLimitExceeded', `A resource can have at most ${MAX_TAGS} tags.`)
  }
  world.state.sagemaker.tags.set(input.ResourceArn, merged)
  return { Tags: merged }
}

export function deleteTags(
  world: World,
  input: { readonly ResourceArn: string; readonly TagKeys: readonly string[] },
): Output {
  const kept = tagsOf(world, input.ResourceArn).filter(({ Key }) => !input.TagKeys.includes(Key))
  world.state.sagemaker.tags.set(input.ResourceArn, kept)
  return {}
}

/** Refuses a key that is given twice, and one of AWS's own. */
export function checkTags(tags: readonly Tag[] | null | undefined): void {
  const keys = (tags ?? []).map(({ Key }) => Key)
  if (new Set(keys).size < keys.length) throw validationError('Each tag key must be unique.')
  if (keys.some(isReserved)) throw validationError("Tag keys that begin with 'aws:' are reserved.")
}

interface ListTagsInput extends PageInput {
  readonly ResourceArn: string
}

export function listTags(world: World, input: ListTagsInput): Output {
  const items = tagsOf(world, input.ResourceArn).map((tag, index) => ({ tag, index }))
  const position = ({ index }: { index: number }) => [0, index] as const
  const listing = { items, position, descending: false, query: ['tags', input.ResourceArn], defaultSize: MAX_TAGS }
  const { items: page, ...next } = pageOf(listing, input)
  return { Tags: page.map(({ tag }) => tag), ...next }
}

function tagsOf(world: World, arn: string): readonly Tag[] {
  const tags = world.state.sagemaker.tags.get(arn)
  // The service model has no ResourceNotFound for AddTags and ListTags.
  if (tags === undefined) throw validationError(`Resource [${arn}] does not exist.`)
  return tags
}
