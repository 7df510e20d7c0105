import type { CloudTrailSource, LogFileRead } from '../cloudtrail/cloud-trail-source.js'
import type { MalformedEventError } from '../cloudtrail/decode-event.js'
import type { DecodedRecord, UserProfileEvent } from '../cloudtrail/decode-user-profile-record.js'
import type { UnreadableLogFileError } from '../cloudtrail/log-files/log-tree.js'
import type { DomainId } from '../model/ids.js'
import { createProfileHistories, type ProfileHistories } from './profile-history.js'

/** Records read from a source, by what they are. */
export interface EventCounts {
  /** Events of the wanted domains and Region, each delivery of one. */
  readonly events: number
  readonly ofOtherDomains: number
  readonly ofOtherRegions: number
  /** Calls that failed and so changed nothing. */
  readonly failedCalls: number
  /** Records of other calls that only mention one of these. */
  readonly otherRecords: number
  readonly malformed: number
  readonly files: number
  readonly unreadableFiles: number
}

export type ReadingProblem = MalformedEventError | UnreadableLogFileError

export interface EventReading {
  readonly counts: EventCounts
  /** Deliveries of an event that had been read already. */
  readonly duplicates: number
  /** The first hundred of each kind: malformed events, and unreadable files by their `problem`, those without records last. */
  problems(): readonly ReadingProblem[]
  readonly histories: ProfileHistories
}

export interface EventFilter {
  /** Default: every domain. */
  readonly domainIds: readonly DomainId[] | undefined
  /** Default: every Region. */
  readonly region: string | undefined
}

export interface EventReader {
  /** Grows with each item. */
  readonly reading: EventReading
  add(item: SourceItem): void
}

type SourceItem = DecodedRecord | LogFileRead

/** Of each kind. */
const MAX_PROBLEMS = 100
/** Gravest first. Files that are something else are noise: they must not hide the others. */
const PROBLEM_KINDS = ['unreachable', 'damaged', 'cut-off', 'malformed', 'too-large', 'no-records'] as const

type ProblemKind = (typeof PROBLEM_KINDS)[number]

export function createEventReader(filter: EventFilter): EventReader {
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
  const problems: Record<ProblemKind, ReadingProblem[]> = {
    unreachable: [],
    damaged: [],
    'cut-off': [],
    malformed: [],
    'too-large': [],
    'no-records': [],
  }
  const reading = {
    counts,
    duplicates: 0,
    problems: () => PROBLEM_KINDS.flatMap((kind) => problems[kind]),
    histories: createProfileHistories(),
  }
  const addProblem = (kind: ProblemKind, problem: ReadingProblem) => {
    counts[kind === 'malformed' ? 'malformed' : 'unreadableFiles'] += 1
    if (problems[kind].length < MAX_PROBLEMS) problems[kind].push(problem)
  }
  function addEvent(event: UserProfileEvent): void {
    const place = placeOf(event, filter)
    counts[place] += 1
    if (place === 'events' && reading.histories.add(event) === 'known') reading.duplicates += 1
  }
  function add(item: SourceItem): void {
    if (item.kind === 'decoded') addEvent(item)
    else if (item.kind === 'ignored') counts[item.reason === 'failed-call' ? 'failedCalls' : 'otherRecords'] += 1
    else if (item.kind === 'malformed') addProblem('malformed', item.error)
    else {
      counts.files += 1
      if (item.error !== undefined) addProblem(item.error.problem, item.error)
    }
  }
  return { reading, add }
}

function placeOf({ region, profile }: UserProfileEvent, filter: EventFilter) {
  if (filter.region !== undefined && region !== undefined && region !== filter.region) return 'ofOtherRegions'
  const wanted = filter.domainIds === undefined || filter.domainIds.includes(profile.domainId)
  return wanted ? 'events' : 'ofOtherDomains'
}

/** Passes every item to `add`, and stops as soon as the signal fires, also while the source gives nothing. */
export async function readSource(
  source: CloudTrailSource,
  signal: AbortSignal,
  add: (item: SourceItem) => void,
): Promise<'read' | 'stopped'> {
  const items = source[Symbol.asyncIterator]()
  let stop = () => {}
  signal.addEventListener('abort', () => stop(), { once: true })
  while (!signal.aborted) {
    const next = await new Promise<IteratorResult<SourceItem, unknown> | undefined>((resolve, reject) => {
      stop = () => resolve(undefined)
      items.next().then(resolve, reject)
    })
    if (next?.done === true) return 'read'
    if (next !== undefined) add(next.value)
  }
  items.return?.().catch(() => undefined)
  return 'stopped'
}
