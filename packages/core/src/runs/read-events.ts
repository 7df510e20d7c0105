import type {
  CloudTrailSource,
  DecodedRecord,
  LogFileRead,
  UserProfileEvent,
} from '../cloudtrail/cloud-trail-source.js'
import type { MalformedEventError } from '../cloudtrail/decoded-event.js'
import type { UnreadableLogFileError } from '../cloudtrail/log-files/error.js'
import type { DomainId } from '../model/ids.js'
import { createLifeCycles, type LifeCycles } from './profile-history.js'

/** What was read from a source, and what was left out of it. */
export interface EventCounts {
  /** Events of the wanted domains and Region, each delivery of one. */
  readonly events: number
  readonly ofOtherDomains: number
  readonly ofOtherRegions: number
  /** Calls that failed: nothing came of them. */
  readonly failedCalls: number
  /** Records of something else that only mention such an event. */
  readonly otherRecords: number
  readonly malformed: number
  readonly files: number
  readonly unreadableFiles: number
}

export interface EventReading {
  readonly counts: EventCounts
  /** Events that had been read already. */
  readonly duplicates: number
  /** The first hundred malformed events, and the first hundred unreadable files. */
  readonly problems: readonly (MalformedEventError | UnreadableLogFileError)[]
  readonly lifeCycles: LifeCycles
}

export interface EventFilter {
  readonly domainIds: readonly DomainId[] | undefined
  readonly region: string | undefined
}

const MOST_PROBLEMS = 100

/** Takes in a source, item by item, and keeps what it says of each profile; `reading` shows what is in already. */
export function createEventReader(filter: EventFilter): { readonly reading: EventReading; add(item: Item): void } {
  const counts = {
    events: 0,
    ofOtherDomains: 0,
    ofOtherRegions: 0,
    failedCalls: 0,
    otherRecords: 0,
    malformed: 0,
    files: 0,
    unreadableFiles: 0,
  }
  const problems: (MalformedEventError | UnreadableLogFileError)[] = []
  const reading = { counts, duplicates: 0, problems, lifeCycles: createLifeCycles() }
  const addProblem = (kind: 'malformed' | 'unreadableFiles', problem: MalformedEventError | UnreadableLogFileError) => {
    counts[kind] += 1
    if (counts[kind] <= MOST_PROBLEMS) problems.push(problem)
  }
  function addEvent(event: UserProfileEvent): void {
    const place = placeOf(event, filter)
    counts[place] += 1
    if (place === 'events' && reading.lifeCycles.add(event) === 'known') reading.duplicates += 1
  }
  function add(item: Item): void {
    if (item.kind === 'decoded') addEvent(item)
    else if (item.kind === 'ignored') counts[item.reason === 'failed-call' ? 'failedCalls' : 'otherRecords'] += 1
    else if (item.kind === 'malformed') addProblem('malformed', item.error)
    else {
      counts.files += 1
      if (item.error !== undefined) addProblem('unreadableFiles', item.error)
    }
  }
  return { reading, add }
}

type Item = DecodedRecord | LogFileRead

function placeOf({ region, profile }: UserProfileEvent, filter: EventFilter) {
  if (filter.region !== undefined && region !== undefined && region !== filter.region) return 'ofOtherRegions'
  const wanted = filter.domainIds === undefined || filter.domainIds.includes(profile.domainId)
  return wanted ? 'events' : 'ofOtherDomains'
}

/** Gives every item to `add`, and stops as soon as the signal fires; the source is told to end its work. */
export async function readSource(
  source: CloudTrailSource,
  signal: AbortSignal,
  add: (item: Item) => void,
): Promise<'read' | 'stopped'> {
  const items = source[Symbol.asyncIterator]()
  let stop = () => {}
  signal.addEventListener('abort', () => stop(), { once: true })
  while (!signal.aborted) {
    const next = await new Promise<IteratorResult<Item, unknown> | undefined>((resolve, reject) => {
      stop = () => resolve(undefined)
      items.next().then(resolve, reject)
    })
    if (next?.done === true) return 'read'
    if (next !== undefined) add(next.value)
  }
  items.return?.().catch(() => undefined)
  return 'stopped'
}
