import { isDeepStrictEqual } from 'node:util'
import type { MiddlewareStack } from '@smithy/types'
import { isJsonObject, parseJsonObject } from '../../model/parse/parse-json.js'

/** Settings that hold a list of custom file systems, and the name of the list in each. */
const LIST_NAMES = {
  UserSettings: 'CustomFileSystemConfigs',
  DefaultUserSettings: 'CustomFileSystemConfigs',
  DefaultSpaceSettings: 'CustomFileSystemConfigs',
  SpaceSettings: 'CustomFileSystems',
} as const

export type SettingsName = keyof typeof LIST_NAMES

/** Lists of a reply as they came: the SDK's decoder drops members that are newer than itself. */
export interface ReplyLists {
  /** Pass it to the body reader of the command. */
  readonly onBody: (body: Uint8Array) => void
  /**
   * The entries of one list: as decoded where the decoder kept all of it, else as they came. Without a JSON body, as from
   * a client that a test replaced, all as decoded.
   */
  readonly entries: (settings: SettingsName, decoded: readonly unknown[] | undefined) => readonly unknown[]
}

export function createReplyLists(): ReplyLists {
  let body: Uint8Array | undefined
  return {
    onBody: (received) => {
      body = received
    },
    entries: (settings, decoded = []) => {
      if (body === undefined || decoded.length === 0) return decoded
      const all = parseJsonObject(Buffer.from(body).toString())?.[settings]
      const list = isJsonObject(all) ? all[LIST_NAMES[settings]] : undefined
      if (!Array.isArray(list) || list.length !== decoded.length) return decoded
      return decoded.map((entry, index) => wholeEntry(entry, list[index]))
    },
  }
}

function wholeEntry(decoded: unknown, received: unknown): unknown {
  if (!isJsonObject(received)) return received
  const present = presentMembers(received)
  return isJsonObject(decoded) && isDeepStrictEqual(wireEntry(decoded), present) ? decoded : present
}

/** To AWS, null means that a member was left out. */
function presentMembers(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).filter(([, member]) => member !== null))
}

/** An entry of a list, in which the SDK's decoder notes a kind that it does not know. */
interface Entry {
  readonly $unknown?: readonly [string, unknown]
}

function wireEntry(entry: Entry): object {
  return entry.$unknown === undefined ? entry : Object.fromEntries([entry.$unknown])
}

/** Lists to send, by the settings that hold them. */
export type SentLists = Readonly<Partial<Record<SettingsName, readonly Entry[]>>>

/** Puts the lists into the request's body with everything in them: the SDK's encoder would drop what it does not know. */
export function sendWhole<Command extends { readonly middlewareStack: unknown }>(
  command: Command,
  lists: SentLists,
): Command {
  const stack = command.middlewareStack as MiddlewareStack<object, object>
  stack.add(
    (next) => (args) => {
      const request = args.request as { body?: unknown }
      request.body = bodyWith(request.body, lists)
      return next(args)
    },
    // Inside the client's encoder, which is in this step with the normal priority; the body is measured and signed later.
    { step: 'serialize', name: 'sendWhole', priority: 'low', override: true },
  )
  return command
}

function bodyWith(body: unknown, lists: SentLists): unknown {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)
  const input = parseJsonObject(text)
  if (input === undefined) return body
  const settings = Object.entries(lists).map(([name, list]) => [
    name,
    { ...(input[name] as object | undefined), [LIST_NAMES[name as SettingsName]]: list.map(wireEntry) },
  ])
  return JSON.stringify({ ...input, ...Object.fromEntries(settings) })
}
