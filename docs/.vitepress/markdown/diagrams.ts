// Draws Mermaid diagrams at build time: the reader's browser gets an SVG that follows the theme, and no script.
import { renderMermaidSVG } from 'beautiful-mermaid'
import type { MarkdownRenderer } from 'vitepress'

export function diagrams(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index]
    if (token?.info.trim() === 'mermaid') return diagram(token.content)
    return fence === undefined ? self.renderToken(tokens, index, options) : fence(tokens, index, options, env, self)
  }
}

/** Without the library's styles: theme/diagrams.css has them, since a style element would reach the whole page. */
function diagram(text: string): string {
  const svg = renderMermaidSVG(text, { transparent: true, padding: 6, nodeSpacing: 14, layerSpacing: 30 })
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/^(<svg [^>]*?) style="[^"]*"/, '$1')
  const missing = labels(text).filter((label) => !svg.includes(`>${label}<`))
  if (missing.length > 0)
    throw new Error(`The diagram lacks ${missing.join(', ')}: give a node its label where it is first named.`)
  return `<div class="diagram" role="img" tabindex="0" v-pre>${svg}</div>\n`
}

/** Lines of the labels in quotation marks. */
function labels(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]+)"/g)].flatMap(([, label = '']) => label.split('<br/>')).map(escaped)
}

function escaped(text: string): string {
  return text.trim().replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')
}
