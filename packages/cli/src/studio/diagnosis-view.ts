import type { DiagnoseOutput, DiagnosisLine } from '@studio-efs/core'
import wrapAnsi from 'wrap-ansi'
import type { Palette } from '../io/palette.js'
import { shownText } from '../io/shown-text.js'
import { awsCommandOf } from '../view/aws-commands.js'
import { terminalSentence } from '../view/error-text.js'
import { commandOf } from '../view/operation-words.js'
import type { View } from '../view/view.js'

/** Width and colours of a list for people. */
export interface ListStyle {
  /** Undefined: lines may be of any length. */
  readonly width: number | undefined
  readonly palette: Palette
}

/** Parts of a report for people that are left out otherwise. */
export interface Shown {
  readonly closingPolicy?: true
}

/** The checks as rows and as data, and for people as a list with the cause and its remedy last. */
export function diagnosisView({ lines, ...result }: DiagnoseOutput, style: ListStyle, shown: Shown = {}): View {
  const all = [...lines, ...(result.exposure?.lines ?? [])]
  const policy = shown.closingPolicy ? policyTexts(result, style) : []
  return {
    tables: [],
    notes: [...checkTexts(all, style), ...policy, ...endOf(result, style)],
    result,
    items: { name: 'lines', type: 'line', list: lines },
  }
}

/** The same with the rows of `csv`. */
export function diagnosisRows(output: DiagnoseOutput, style: ListStyle): View {
  const all = [...output.lines, ...(output.exposure?.lines ?? [])]
  const rows = all.map(({ check, verdict, question, finding, remedy }) => [
    check,
    verdict,
    question,
    finding ?? '',
    remedy === undefined ? '' : remedyText(remedy),
  ])
  const columns = ['check', 'verdict', 'question', 'finding', 'remedy']
  return { ...diagnosisView(output, style), tables: [{ columns, rows }] }
}

/** The policy to save and put, with the command that puts it. */
function policyTexts(
  { exposure, fileSystemId }: Pick<DiagnoseOutput, 'exposure' | 'fileSystemId'>,
  { width }: ListStyle,
): readonly string[] {
  const text = (sentence: string) => wrapped(sentence, width).join('\n')
  if (exposure?.closingPolicy === undefined || fileSystemId === undefined)
    return ['', text(exposure === undefined ? NO_AUDIT : NOTHING_TO_CLOSE)]
  const put = `aws efs put-file-system-policy --file-system-id ${fileSystemId} --policy file://closing-policy.json`
  return [
    '',
    text('Policy that keeps clients from being root without an access point, to save as closing-policy.json:'),
    JSON.stringify(JSON.parse(exposure.closingPolicy), null, 2),
    text(`It leaves open: ${exposure.leavesOpen}`),
    text('To put it in place of the policy that is there, once you know who else mounts the file system:'),
    `  ${put}`,
  ]
}

const NO_AUDIT = 'No closing policy: with --symptom, nobody looks who can reach the files. Leave --symptom out.'
const NOTHING_TO_CLOSE =
  'No closing policy: no client can be root without an access point, or the file system could not be read.'

type ShownLine = Pick<DiagnosisLine, 'verdict' | 'question' | 'finding'>

const FEW = 2

/** One line for each check, and one for all that were left out for the same reason, which come last. */
function checkTexts(lines: readonly DiagnosisLine[], style: ListStyle): readonly string[] {
  const reasons = new Map<string, number>()
  for (const { verdict, finding } of lines)
    if (verdict === 'skipped' && finding !== undefined) reasons.set(finding, (reasons.get(finding) ?? 0) + 1)
  const many = [...reasons].filter(([, count]) => count > FEW)
  const isGrouped = ({ verdict, finding }: DiagnosisLine) =>
    verdict === 'skipped' && many.some(([reason]) => reason === finding)
  return [
    ...lines.filter((line) => !isGrouped(line)).map((line) => lineText(line, style)),
    ...many.map(([finding, count]) =>
      lineText({ verdict: 'skipped', question: `${count} further checks:`, finding }, style),
    ),
  ]
}

/** Signs differ without colours, too. */
const SIGNS = { green: '✓', yellow: '!', red: '✗', unknown: '?', skipped: '-' } as const
const COLOURS = { green: 'green', yellow: 'yellow', red: 'red', unknown: 'yellow', skipped: 'dim' } as const

function lineText({ verdict, question, finding }: ShownLine, { width, palette }: ListStyle): string {
  const text = finding === undefined ? question : `${question} ${terminalSentence(finding)}`
  const [first = '', ...further] = wrapped(text, width === undefined ? undefined : width - 2)
  const colour = palette[COLOURS[verdict]]
  return [`${colour(SIGNS[verdict])} ${first}`, ...further.map((line) => `  ${line}`)].join('\n')
}

function endOf(
  { conclusion, otherCauses, deniedActions, fileSystemId }: Omit<DiagnoseOutput, 'lines'>,
  { width, palette }: ListStyle,
): readonly string[] {
  const denied = deniedActions.length === 0 ? [] : [`Not allowed: ${deniedActions.join(', ')}.`]
  const shown = (text: string) => wrapped(text, width).join('\n')
  switch (conclusion.kind) {
    case 'cause':
    case 'suspect': {
      const isCause = conclusion.kind === 'cause'
      const { finding = '', remedy } = conclusion.line
      const cause = shown(`${isCause ? 'Cause' : 'Possible cause'}: ${terminalSentence(finding)}`)
      const colour = isCause ? palette.red : palette.yellow
      return [
        ...denied.map(shown),
        '',
        colour(cause),
        ...(remedy === undefined ? [] : [palette.bold(shown(`Remedy: ${remedyText(remedy)}`))]),
        ...(isWithoutSubject({ fileSystemId, deniedActions }) ? [shown(NOTHING_OFFERED)] : []),
      ]
    }
    case 'not-us':
      return ['', 'No fault found. What else it can be:', ...otherCauses.map((each) => shown(`- ${each}`)), ...denied]
    case 'open': {
      const { unknown, deeper } = conclusion
      return [
        ...denied.map(shown),
        '',
        shown(
          [
            ...(isWithoutSubject({ fileSystemId, deniedActions }) ? [NOTHING_OFFERED] : []),
            'No fault found, and not everything was looked at:',
            ...(unknown.length > 0 ? [`unknown are ${unknown.join(', ')};`] : []),
            ...(deeper.length > 0 ? [`--deep adds ${deeper.join(', ')}`] : []),
          ]
            .join(' ')
            .replace(/;?$/, '.'),
        ),
      ]
    }
  }
}

/** True where no file system is offered, mounted or named, so that most checks had nothing to look at. */
export function isWithoutSubject({
  fileSystemId,
  deniedActions,
}: Pick<DiagnoseOutput, 'fileSystemId' | 'deniedActions'>): boolean {
  return fileSystemId === undefined && deniedActions.length === 0
}

const NOTHING_OFFERED =
  'No file system is offered or mounted here, and none is named: name the one to look for with --file-system.'

function remedyText({ text, operation, awsAction }: NonNullable<DiagnosisLine['remedy']>): string {
  const command = operation === undefined ? awsAction && awsCommandOf(awsAction) : commandOf(operation)
  const shown = terminalSentence(text)
  return command === undefined || shown.includes(command) ? shown : `${shown} (${command})`
}

function wrapped(text: string, width: number | undefined): readonly string[] {
  const shown = shownText(text)
  return width === undefined ? [shown] : wrapAnsi(shown, width, { hard: true }).split('\n')
}
