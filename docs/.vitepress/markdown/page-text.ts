// Title and first sentence of a page, and its text for machines.

export interface PageText {
  readonly title: string
  /** First sentence of the page, without links. */
  readonly summary: string
}

export function pageText(markdown: string): PageText {
  const body = withoutFrontMatter(markdown)
  const title = /^# (.+)$/m.exec(body)?.[1] ?? ''
  const paragraph = body.split(/\n{2,}/).find((block) => /^[\p{L}`*[]/u.test(block)) ?? ''
  const text = withoutLinks(paragraph).replaceAll(/\s+/g, ' ').trim()
  return { title: withoutLinks(title).replaceAll('`', ''), summary: /^.+?[.?](?= |$)/.exec(text)?.[0] ?? text }
}

export function withoutFrontMatter(markdown: string): string {
  return markdown.replace(/^---\n[\s\S]*?\n---\n+/, '')
}

function withoutLinks(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
}
