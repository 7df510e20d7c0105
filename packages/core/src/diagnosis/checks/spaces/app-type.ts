import { defineCheck } from '../../check.js'
import { GREEN, named, numbered, red, skipped } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html */
const MOUNTING: readonly string[] = ['JupyterLab', 'CodeEditor']

export const appType = defineCheck({
  id: 'app-type',
  question: 'Is it an app that mounts custom file systems?',
  symptoms: ['not-offered', 'not-mounted'],
  cost: 'cheap',
  look: (reads) => reads.spaces(),
  judge: ({ spaces }) => {
    if (spaces.length === 0) return skipped('There is no space to look at.')
    const others = spaces.filter(({ appType: type }) => type !== undefined && !MOUNTING.includes(type))
    if (others.length === 0) return GREEN
    const shown = others.map(({ spaceName, appType: type }) => `${spaceName} (${type})`)
    return red(
      `The ${numbered(shown, ['app of space', 'apps of spaces'])} ${named(shown)} ${numbered(shown, ['mounts', 'mount'])} no custom file system.`,
    )
  },
  remedy: { text: 'Use a space for JupyterLab or Code Editor; the type of a space cannot be changed.' },
})
