import wrapAnsi from 'wrap-ansi'

/** Sentences in lines of this width. Indented lines are commands to copy, and stay whole. */
export function wrappedText(text: string, width: number | undefined): string {
  if (width === undefined) return text
  return text
    .split('\n')
    .map((line) => (/^\s/.test(line) || line.length <= width ? line : wrapAnsi(line, width)))
    .join('\n')
}
