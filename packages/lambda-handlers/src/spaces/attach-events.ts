import {
  type AttachSpaceOutcome,
  attachToSpaces,
  type DomainId,
  type FileSystemId,
  type StudioEfsContext,
  spaceKey,
} from '@studio-efs/core'
import { systemClock } from '@studio-efs/core/directories'
import { DeadlineExceededError, StudioEfsError } from '@studio-efs/core/errors'
import { eventTimeOf } from '../handler/event-time.js'
import type { SpaceItem } from './space-event.js'

export type SpacesContext = Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>

/** Outcome of one event: that of its space, or why there is none. */
export type SettledSpace =
  | { readonly kind: 'settled'; readonly id: string; readonly outcome: AttachSpaceOutcome }
  | {
      readonly kind: 'ignored'
      readonly id: string
      readonly asked: Extract<SpaceItem['asked'], { readonly kind: 'ignored' }>
    }
  | { readonly kind: 'failed'; readonly id: string; readonly what: string; readonly error: StudioEfsError }

export interface AttachEventsInput {
  readonly fileSystemId: FileSystemId
  readonly items: readonly SpaceItem[]
  readonly timeoutMs: number
}

/**
 * Attaches the spaces of the events, one domain after the other. No app is stopped, and spaces of Unified Studio are left
 * alone. Returns one outcome per event, in order; two events of one space get the same.
 */
export async function attachEvents(
  context: SpacesContext,
  { fileSystemId, items, timeoutMs }: AttachEventsInput,
): Promise<readonly SettledSpace[]> {
  const { clock = systemClock } = context
  const deadline = clock.now() + timeoutMs
  const outcomes = new Map<string, AttachSpaceOutcome>()
  const errors = new Map<DomainId, StudioEfsError>()
  for (const [domainId, events] of groupsOf(items)) {
    const left = Math.max(1, deadline - clock.now())
    const run = attachToSpaces(context, {
      domainIds: [domainId],
      fileSystemId,
      spaceNames: [...new Set(events.map(({ space }) => space.spaceName))],
      ...youngest(events),
      unifiedStudio: 'leave',
      timeoutMs: left,
      spaceTimeoutMs: left,
    })
    try {
      for await (const outcome of run) outcomes.set(spaceKey(outcome.space), outcome)
    } catch (error) {
      // A run that cannot start or go on throws its error; everything else that is thrown is a bug.
      if (!(error instanceof StudioEfsError)) throw error
      errors.set(domainId, error)
    }
  }
  return items.map(({ id, asked }): SettledSpace => {
    if (asked.kind === 'ignored') return { kind: 'ignored', id, asked }
    if (asked.kind === 'malformed') return { kind: 'failed', id, what: `event ${id}`, error: asked.error }
    const outcome = outcomes.get(spaceKey(asked.space))
    const what = `space ${asked.space.domainId}/${asked.space.spaceName}`
    if (outcome?.outcome === 'failed') return { kind: 'failed', id, what, error: outcome.error }
    if (outcome !== undefined) return { kind: 'settled', id, outcome }
    return { kind: 'failed', id, what, error: errors.get(asked.space.domainId) ?? outOfTime(what) }
  })
}

function outOfTime(what: string): StudioEfsError {
  return new DeadlineExceededError({ pending: `waiting for the turn of ${what}` })
}

type AskedSpace = Extract<SpaceItem['asked'], { readonly kind: 'decoded' }>

function groupsOf(items: readonly SpaceItem[]): ReadonlyMap<DomainId, readonly AskedSpace[]> {
  const groups = new Map<DomainId, AskedSpace[]>()
  for (const { asked } of items) {
    if (asked.kind !== 'decoded') continue
    const { domainId } = asked.space
    const group = groups.get(domainId) ?? []
    groups.set(domainId, group)
    group.push(asked)
  }
  return groups
}

function youngest(events: readonly AskedSpace[]): { readonly createdAt?: Date } {
  const times = events.flatMap((event) => eventTimeOf(event)?.getTime() ?? [])
  return times.length === 0 ? {} : { createdAt: new Date(Math.max(...times)) }
}
