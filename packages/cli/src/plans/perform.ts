import type { StudioEfsError } from '@studio-efs/core'
import type { ResultAsync } from 'neverthrow'
import { CannotStartError, type Ending } from '../command/ending.js'
import { reportError, type Session, say, show } from '../command/session.js'
import { commandLine } from '../command/words.js'
import { CHANGE_COLUMNS, type ChangeCells, changeCells, type ShownChange } from '../view/change-text.js'
import { terminalSentence } from '../view/error-text.js'
import type { Rows } from '../view/table.js'
import { tableText, type View } from '../view/view.js'
import { type Consent, isAgreed } from './consent.js'
import { planDifference } from './plan-difference.js'
import { type ProgressLines, progressLines } from './progress-lines.js'

/** An operation of core that plans with `dryRun`, and its view. */
export interface Operation<Output> {
  run(given: OperationOptions): ResultAsync<Output, StudioEfsError>
  /** Members of the JSON document besides the changes. */
  result(output: Output): Readonly<Record<string, unknown>>
  /** Tables below that of the changes. */
  tables?(output: Output, dryRun: boolean): readonly Rows[]
  /** Sentences below the tables: findings, and what stays. */
  notes?(output: Output, dryRun: boolean): readonly string[]
  /** Parts that failed, one sentence each. Default: none. */
  failures?(output: Output): readonly string[]
  /** Number of parts that the time did not suffice for, or Ctrl-C left: the same command goes on. Default: 0. */
  remaining?(output: Output): number
  /** Words of the command that goes on. Default: the same. */
  next?(output: Output, words: readonly string[]): readonly string[]
  /** A sentence below an error of the plan: what to do about it with this command. Default: none. */
  advice?(error: StudioEfsError): string | undefined
  /** Details of a change, in place of those that every command shows. */
  details?(output: Output, change: ShownChange): string
  /**
   * `shown`: planning takes as long as the work, and is left out where --yes agrees already. `partial`: a plan does not show
   * everything that is written; it is not saved, and the work is done also where it shows no change. Default `whole`.
   */
  readonly plan?: 'whole' | 'shown' | 'partial'
  /** With the output of the plan, where the question depends on it. */
  readonly consent: Consent | ((output: Output) => Consent)
}

export interface OperationOptions {
  readonly dryRun: boolean
  readonly signal: AbortSignal
  readonly onProgress: ProgressLines
}

type WithChanges = { readonly changes: readonly ShownChange[] }

/** Plans, asks if need be, applies and reports. A second run finds nothing to change. */
export async function perform<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
): Promise<Ending> {
  const { purpose, options, signal } = session
  if (operation.plan === 'partial' && purpose.kind !== 'run')
    throw new CannotStartError(
      `plan saves no plan of ${session.command} with these options: what is due is read when it runs. Use its --dry-run.`,
    )
  const onProgress = progressLines(session)
  const isPlanned = operation.plan !== 'shown' || purpose.kind !== 'run' || options.dryRun || !options.yes
  const ended = isPlanned ? await planOnly(session, operation, onProgress) : undefined
  if (ended !== undefined) return ended
  const done = await operation.run({ dryRun: false, signal, onProgress })
  if (done.isOk()) return report(session, operation, { output: done.value, dryRun: false })
  const ending = reportError(session, done.error, isPlanned ? 'failed' : 'not-started')
  say(session, `Run it again to go on; what is done stays done:\n  ${commandLine(session.words)}`)
  return ending
}

/** Undefined where the changes are to be made. */
async function planOnly<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
  onProgress: ProgressLines,
): Promise<Ending | undefined> {
  const { purpose, options, signal } = session
  const planned = await operation.run({
    dryRun: true,
    signal,
    onProgress: (progress) => onProgress(progress, 'planning'),
  })
  if (planned.isErr()) {
    const ending = reportError(session, planned.error, 'not-started')
    const advice = operation.advice?.(planned.error)
    if (advice !== undefined) say(session, advice)
    return ending
  }
  const { changes } = planned.value
  if (purpose.kind === 'apply') refuseOtherPlan(purpose.expected, changes)
  if (purpose.kind === 'plan') await purpose.onPlan(changes)
  const isNothing = changes.length === 0 && operation.plan !== 'partial'
  if (options.dryRun || purpose.kind === 'plan' || isNothing)
    return report(session, operation, { output: planned.value, dryRun: true })
  if (purpose.kind !== 'run' || (await isAgreedTo(session, operation, planned.value))) return undefined
  return { kind: 'not-started' }
}

function refuseOtherPlan(expected: readonly unknown[], changes: readonly ShownChange[]): void {
  const difference = planDifference(expected, changes)
  if (difference === undefined) return
  throw new CannotStartError(`Nothing was changed, since the plan is out of date: ${difference} Make a new plan.`)
}

async function isAgreedTo<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
  output: Output,
): Promise<boolean> {
  const consent = typeof operation.consent === 'function' ? operation.consent(output) : operation.consent
  // The result on standard output has the same table; two of them are one too many where nothing is asked.
  if (consent.kind === 'none' || session.options.yes) return true
  session.io.stderr.write(tableText(viewOf(operation, { output, dryRun: true }), session.io.stderr.columns))
  if (await isAgreed(session, consent)) return true
  say(session, 'Nothing was changed.')
  return false
}

interface Reported<Output> {
  readonly output: Output
  readonly dryRun: boolean
}

function report<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
  reported: Reported<Output>,
): Ending {
  show(session, viewOf(operation, reported))
  const isLeft = !reported.dryRun && (operation.remaining?.(reported.output) ?? 0) > 0
  const next = operation.next?.(reported.output, session.words) ?? session.words
  if (isLeft) say(session, `Not all of it was done in time. To go on:\n  ${commandLine(next)}`)
  if (isLeft || (operation.failures?.(reported.output) ?? []).length > 0) return { kind: 'failed' }
  return { kind: reported.output.changes.length > 0 ? 'changed' : 'unchanged' }
}

function viewOf<Output extends WithChanges>(operation: Operation<Output>, { output, dryRun }: Reported<Output>): View {
  const { changes } = output
  const failures = operation.failures?.(output) ?? []
  const outcome = changes.length === 0 ? 'unchanged' : dryRun ? 'planned' : 'changed'
  return {
    tables: [
      { columns: CHANGE_COLUMNS, rows: changes.map((change) => cellsOf(operation, output, change)) },
      ...(operation.tables?.(output, dryRun) ?? []),
    ],
    notes: [
      ...[...(operation.notes?.(output, dryRun) ?? []), ...failures.map((each) => `failed: ${each}`)].map(
        terminalSentence,
      ),
      `${countText(changes, dryRun)}.`,
    ],
    result: { outcome: failures.length > 0 ? 'failed' : outcome, dryRun, ...operation.result(output) },
    items: { name: 'changes', type: 'change', list: changes },
  }
}

function cellsOf<Output>({ details }: Operation<Output>, output: Output, change: ShownChange): ChangeCells {
  const [action, resource, usual] = changeCells(change)
  return [action, resource, details?.(output, change) ?? usual]
}

function countText({ length }: readonly ShownChange[], dryRun: boolean): string {
  if (length === 0) return 'Nothing to change'
  const noun = length === 1 ? 'change' : 'changes'
  return dryRun ? `${length} ${noun} to make` : `${length} ${noun} made`
}
