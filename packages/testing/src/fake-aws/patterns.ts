const compiled = new Map<string, RegExp>()

/** Whether the whole of `text` matches: AWS writes its patterns without anchors and means the whole value. */
export function isFullMatch(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    expression = compile(pattern)
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}

function compile(pattern: string): RegExp {
  const source = `^(?:${pattern})$`
  // Unicode classes need the u flag, which in turn refuses escapes that other patterns use.
  return pattern.includes('\\p{') ? new RegExp(source, 'u') : new RegExp(source)
}
