import { err, ok, type Result } from 'neverthrow'
import { type GatedCalls, profileCalls } from '../../aws/pace/gated-sagemaker.js'
import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import { AbortedError, type StudioEfsError } from '../../studio-efs-error.js'
import type { Clock } from '../../time/clock.js'
import { createItemQueue, type FromSource, type ItemQueue } from './item-queue.js'
import { createRunContext, type RunCall, type RunClients, type RunContext } from './run-context.js'
import type { RunEnd, StartedRun } from './run-iterable.js'
import { createRateMeter, type ProgressBy, reportProgress } from './run-progress.js'
import type { RunSpec } from './run-spec.js'
import type { CountsBy, ItemOutcome, RunWork } from './run-work.js'
import { type Ended, workThrough } from './work-queue.js'

export interface ItemSource<Ref> {
  readonly refs: AsyncIterator<FromSource<Ref>>
  /** Why it gave no more before its end. */
  failure(): ReadinessError | undefined
  /** Number of items that it gives; undefined while that is not known. */
  total(): number | undefined
  /** Resolves when nothing that it began, as counting the items, is under way. Default: it begins nothing. */
  readonly ended?: Promise<void>
}

/** Work of a run, and its items. */
export interface RunPlan<Ref, Outcome extends ItemOutcome, Interrupted, OpenError> {
  readonly workOf: (call: RunCall) => RunWork<Ref, Outcome, Interrupted>
  /** The calls that the work makes. Default: those on user profiles. */
  readonly calls?: GatedCalls
  /** Finds the items. Its error: the run cannot start. */
  readonly open: (run: RunContext) => PromiseLike<Result<ItemSource<Ref>, OpenError>>
}

export interface OpenedRun<Ref, Outcome extends ItemOutcome, Interrupted, OpenError>
  extends StartedRun<Outcome, RunEnd<Outcome['outcome'], Interrupted>, OpenError | ReadinessError> {
  /** Items that had their turn, or wait for one, and have no outcome. */
  unsettled(): readonly Ref[]
}

/** Works on the items of the source that `open` finds. Its timers run from now on, and until `outcomes` has ended. */
export function openRun<Ref, Outcome extends ItemOutcome, Interrupted, OpenError extends StudioEfsError>(
  clients: RunClients,
  spec: RunSpec,
  { workOf, calls = profileCalls, open }: RunPlan<Ref, Outcome, Interrupted, OpenError>,
): OpenedRun<Ref, Outcome, Interrupted, OpenError> {
  type Word = Outcome['outcome']
  const { clock } = clients
  const startedAt = clock.now()
  const run = createRunContext(clients, spec, calls)
  const { stop } = run
  const work = workOf(run.call)
  const counts = Object.fromEntries(work.words.map((word) => [word, 0])) as Record<Word, number>
  const interrupted: Interrupted[] = []
  let source: ItemSource<Ref> | undefined
  let queue: ItemQueue<Ref> | undefined
  let cannotStart: OpenError | ReadinessError | undefined
  let hasBegun = false
  let bug: { readonly thrown: unknown } | undefined
  let endedAt: number | undefined

  async function* outcomes(): AsyncGenerator<Outcome, void, undefined> {
    hasBegun = true
    let endProgress = () => {}
    try {
      const opened = await open(run)
      if (opened.isErr()) {
        cannotStart = opened.error
        return
      }
      source = opened.value
      const limits = { clock, draining: stop.draining, readyTimeoutMs: spec.turnTimeoutMs, keyOf: work.keyOf }
      queue = createItemQueue(source.refs, limits)
      endProgress = reportProgress(clients, spec.onProgress, createProgress(clock, { work, counts, source, queue }))
      yield* giveOut(queue)
    } catch (thrown) {
      bug = { thrown }
      throw thrown
    } finally {
      endProgress()
      stop.stop('closed')
      stop.release()
      endedAt = clock.now()
    }
  }

  /** When the reader leaves, the items under way end, so that nothing goes on behind its back. */
  async function* giveOut(items: ItemQueue<Ref>): AsyncGenerator<Outcome, void, undefined> {
    const endings = workThrough(run, items, work)
    try {
      for await (const ended of keptOpen(endings)) {
        if (ended.kind === 'interrupted') {
          interrupted.push(ended.interrupted)
          continue
        }
        const { task, outcome } = ended
        items.forget(task)
        counts[outcome.outcome as Word] += 1
        yield outcome
      }
      endOfSource(items)
    } finally {
      stop.stop('closed')
      for await (const ended of endings) interrupted.push(...unseen(ended))
      await source?.ended
    }
  }

  /** Changes of an item that ended when nobody took its outcome any more. */
  function unseen(ended: Ended<Ref, Outcome, Interrupted>): readonly Interrupted[] {
    if (ended.kind === 'interrupted') return [ended.interrupted]
    const changed = spec.dryRun ? undefined : work.interrupted(ended.outcome)
    return changed === undefined ? [] : [changed]
  }

  /** A source that fails before it gave anything is a run that could not start. */
  function endOfSource(items: ItemQueue<Ref>): void {
    const failure = source?.failure()
    if (failure === undefined) return
    if (items.hasGiven() || stop.why() !== undefined) stop.stop('error', failure)
    else cannotStart = failure
  }

  function leave(): void {
    stop.stop('closed')
    if (hasBegun) return
    cannotStart = new AbortedError({ pending: 'waiting for the run to begin' })
    stop.release()
  }

  function result(): Result<RunEnd<Word, Interrupted>, OpenError | ReadinessError> {
    if (bug !== undefined) throw bug.thrown
    if (cannotStart !== undefined) return err(cannotStart)
    const why = stop.why()
    // A list that the deadline cut off gives no more, which is not its end.
    const isThrough = queue?.isThrough() === true && source?.failure() === undefined
    const stopped = isThrough && why?.error === undefined ? undefined : why
    const durationMs = (endedAt ?? clock.now()) - startedAt
    return ok({ ...counts, stopped, interrupted, dryRun: spec.dryRun, durationMs, calls: run.counts() })
  }

  return { outcomes: outcomes(), result, leave, unsettled: () => queue?.unsettled() ?? [] }
}

/** The same items; leaving a loop over them does not end them. */
function keptOpen<Item>(items: AsyncIterator<Item, void>): AsyncIterable<Item, void> {
  return { [Symbol.asyncIterator]: () => ({ next: () => items.next() }) }
}

interface Progressing<Word extends string> {
  readonly work: { readonly step: string }
  readonly counts: CountsBy<Word>
  readonly source: Pick<ItemSource<never>, 'total'>
  readonly queue: Pick<ItemQueue<never>, 'waiting'>
}

function createProgress<Word extends string>(
  clock: Clock,
  { work, counts, source, queue }: Progressing<Word>,
): () => ProgressBy<string, Word> {
  const rateOf = createRateMeter(clock)
  return () => {
    const done = Object.values<number>(counts).reduce((sum, count) => sum + count, 0)
    const total = source.total()
    const perSecond = rateOf(done)
    const timeLeftMs =
      total === undefined || perSecond === 0 ? undefined : (Math.max(0, total - done) * 1000) / perSecond
    return { ...counts, step: work.step, done, waiting: queue.waiting(), total, perSecond, timeLeftMs }
  }
}

/** Makes a list a source. */
export async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items
}
