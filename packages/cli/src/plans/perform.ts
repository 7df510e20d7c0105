import type { Change, StudioEfsError } from '@studio-efs/core'
import type { ResultAsync } from 'neverthrow'
import { CannotStartError, type Ending } from '../command/ending.js'
import { reportError, type Session, say, show } from '../command/session.js'
import { commandLine } from '../command/words.js'
import { CHANGE_COLUMNS, changeCells } from '../view/change-text.js'
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
  tables?(output: Output): readonly Rows[]
  /** Sentences below the tables: findings, and what stays. */
  notes?(output: Output): readonly string[]
  /** Parts that failed, one sentence each. Default: none. */
  failures?(output: Output): readonly string[]
  readonly consent: Consent
}

export interface OperationOptions {
  readonly dryRun: boolean
  readonly signal: AbortSignal
  readonly onProgress: ProgressLines
}

type WithChanges = { readonly changes: readonly Change[] }

/** Plans, asks if need be, applies and reports. A second run finds nothing to change. */
export async function perform<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
): Promise<Ending> {
  const { purpose, options, signal } = session
  const onProgress = progressLines(session)
  const planned = await operation.run({ dryRun: true, signal, onProgress })
  if (planned.isErr()) return reportError(session, planned.error, 'not-started')
  const { changes } = planned.value
  if (purpose.kind === 'apply') refuseOtherPlan(purpose.expected, changes)
  if (purpose.kind === 'plan') await purpose.onPlan(changes)
  if (options.dryRun || purpose.kind === 'plan' || changes.length === 0)
    return report(session, operation, { output: planned.value, dryRun: true })
  if (purpose.kind === 'run' && !(await isAgreedTo(session, operation, planned.value))) return { kind: 'not-started' }
  const done = await operation.run({ dryRun: false, signal, onProgress })
  if (done.isOk()) return report(session, operation, { output: done.value, dryRun: false })
  const ending = reportError(session, done.error, 'failed')
  say(session, `Run it again to go on; what is done stays done:\n  ${commandLine(session.words)}`)
  return ending
}

function refuseOtherPlan(expected: readonly unknown[], changes: readonly Change[]): void {
  const difference = planDifference(expected, changes)
  if (difference === undefined) return
  throw new CannotStartError(`Nothing was changed, since the plan is out of date: ${difference} Make a new plan.`)
}

async function isAgreedTo<Output extends WithChanges>(
  session: Session,
  operation: Operation<Output>,
  output: Output,
): Promise<boolean> {
  if (operation.consent.kind === 'none') return true
  session.io.stderr.write(tableText(viewOf(operation, { output, dryRun: true }), session.io.stderr.columns))
  if (await isAgreed(session, operation.consent)) return true
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
  if ((operation.failures?.(reported.output) ?? []).length > 0) return { kind: 'failed' }
  return { kind: reported.output.changes.length > 0 ? 'changed' : 'unchanged' }
}

function viewOf<Output extends WithChanges>(operation: Operation<Output>, { output, dryRun }: Reported<Output>): View {
  const { changes } = output
  const failures = operation.failures?.(output) ?? []
  const outcome = changes.length === 0 ? 'unchanged' : dryRun ? 'planned' : 'changed'
  return {
    tables: [{ columns: CHANGE_COLUMNS, rows: changes.map(changeCells) }, ...(operation.tables?.(output) ?? [])],
    notes: [
      ...(operation.notes?.(output) ?? []),
      ...failures.map((each) => `failed: ${each}`),
      `${countText(changes, dryRun)}.`,
    ],
    result: { outcome: failures.length > 0 ? 'failed' : outcome, dryRun, ...operation.result(output) },
    items: { name: 'changes', type: 'change', list: changes },
  }
}

function countText({ length }: readonly Change[], dryRun: boolean): string {
  if (length === 0) return 'Nothing to change'
  const noun = length === 1 ? 'change' : 'changes'
  return dryRun ? `${length} ${noun} to make` : `${length} ${noun} made`
}
