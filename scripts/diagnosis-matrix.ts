// Makes the page of causes from what diagnose says about each staged fault. `npx vitest run scripts/diagnosis-matrix.test.ts -u`
// writes it.
import { fileURLToPath } from 'node:url'
import { stage, workingStudio } from '@studio-efs/testing'
import { diagnoseStudio, hidden, inputFor, type MatrixRow, matrix } from '../packages/core/test/diagnosis-matrix.js'

export const page = fileURLToPath(new URL('../docs/diagnose-causes.md', import.meta.url))

const HEAD = `# What \`diagnose\` finds

Lists every fault that the test kit can stage, with the line of [\`diagnose\`](diagnose.md) that names it. Read it when you want to
know whether a cause is known, or what a line means. The page is made by running each fault; a test holds it to that.

\`\`\`ts
import { diagnose } from '@studio-efs/core'
import { stage, workingStudio } from '@studio-efs/testing'

const studio = workingStudio()
stage.mountTargetsRefuseSpaces(studio)
export { diagnose, studio }
\`\`\`

Each fault alone gives exactly this one line. Two faults together give both lines, other than in the [table below](#faults-that-hide-others).
A healthy studio gives none.

| fault (\`stage.…\`) | check | verdict | what the user notices | finding | remedy |
| --- | --- | --- | --- | --- | --- |
`

/** The page, from a run of each fault. */
export async function causesPage(): Promise<string> {
  const rows: string[] = []
  for (const row of matrix) rows.push(await rowOf(row))
  const pairs = hidden.map(({ faults, by, because }) => `| ${namesOf(faults)} | ${namesOf(by)} | ${because} |`)
  return [
    `${HEAD}${rows.join('\n')}`,
    '## Faults that hide others',
    ['| this fault | cannot be seen beside | because |', '| --- | --- | --- |', ...pairs].join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n\n$/, '\n')
}

async function rowOf(row: MatrixRow): Promise<string> {
  const studio = workingStudio()
  stage[row.stage](studio)
  const { lines } = await diagnoseStudio(studio, inputFor([row]))
  const [line] = lines.filter(({ verdict }) => verdict === 'red' || verdict === 'yellow')
  if (line === undefined) throw new Error(`${row.stage} gives no line.`)
  const symptoms = line.symptoms.map((symptom) => `\`${symptom}\``).join(', ')
  const { text = '', operation, awsAction } = line.remedy ?? {}
  const by = [operation, awsAction].flatMap((name) => (name === undefined ? [] : `\`${name}\``)).join(', ')
  const cells = [
    `\`${row.stage}\``,
    `\`${line.check}\``,
    line.verdict,
    symptoms,
    plain(line.finding ?? ''),
    `${plain(text)} ${by}`,
  ]
  return `| ${cells.map((cell) => cell.trim()).join(' | ')} |`
}

function namesOf(stages: readonly string[]): string {
  return stages.map((name) => `\`${name}\``).join(', ')
}

/** Keeps a sentence inside its cell. */
function plain(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*')
}
