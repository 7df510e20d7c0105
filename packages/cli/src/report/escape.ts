/** HTML that is safe to put into a page: made by {@link html} only. */
export interface Html {
  readonly html: string
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for content and quoted attributes, and shows control and direction characters by their number. */
export function escapeText(text: string): string {
  if (/^[\w ./:,-]*$/.test(text)) return text
  return text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replaceAll(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0
      return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    })
}

/** One value of a template: HTML as it is, a list one after another, and anything else as text. */
export type Part = Html | string | number | undefined | false | readonly Part[]

/** Joins a template; every value that is not HTML itself is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let joined = strings[0] ?? ''
  for (const [index, part] of parts.entries()) joined += textOf(part) + (strings[index + 1] ?? '')
  return { html: joined }
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(`${part}`)
  return isList(part) ? part.map(textOf).join('') : part.html
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part)
}

/** HTML from the package's own constants. Never for a value from outside. */
export function trusted(constant: string): Html {
  return { html: constant }
}
