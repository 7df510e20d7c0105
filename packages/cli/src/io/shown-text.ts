/** Control characters, also those of C1 and the marks that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text for a terminal. Texts of AWS and of file systems may hold escape sequences; these become visible. */
export function shownText(text: string): string {
  return text.replaceAll(CONTROL, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
