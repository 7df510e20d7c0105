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

/** Without the library's style element: theme/diagrams.css has it, since an inline style would reach the whole page. */
function diagram(text: string): string {
  const svg = renderMermaidSVG(text, { transparent: true }).replace(/<style>[\s\S]*?<\/style>/, '')
  return `<div class="diagram" role="img" tabindex="0" v-pre>${svg}</div>\n`
}
