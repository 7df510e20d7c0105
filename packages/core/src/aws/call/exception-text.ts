/** Causes that are looked at, from the exception inwards. */
const MAX_CAUSES = 4

/** The exception, and the errors behind it: its causes, and the attempts of a connection to several addresses. */
export function causesOf(exception: Error): readonly Error[] {
  const found: Error[] = [exception]
  for (const { cause, errors } of found as (Error & { readonly errors?: unknown })[]) {
    const behind: unknown[] = [cause, ...(Array.isArray(errors) ? errors : [])]
    for (const each of behind)
      if (each instanceof Error && found.length < MAX_CAUSES && !found.includes(each)) found.push(each)
  }
  return found
}

/** Messages of the exception and its causes, each once: some have no message of their own, or none with the host. */
export function textOf(exception: Error): string {
  let text = ''
  for (const error of causesOf(exception)) {
    const detail = detailOf(error)
    if (!text.includes(detail)) text = text === '' ? detail : `${text} (${detail})`
  }
  return text
}

interface NetworkError extends Error {
  readonly code?: unknown
  readonly hostname?: unknown
  readonly address?: unknown
  readonly port?: unknown
}

/** The message of one error, with the code and the host that it was about. */
function detailOf(error: NetworkError): string {
  const { message, code, hostname, address, port } = error
  const host = hostname ?? (address === undefined || port === undefined ? address : `${address}:${port}`)
  const more = [code, host].filter((part) => typeof part === 'string' && !message.includes(part))
  return [message, ...more].filter((part) => part !== '').join(' ')
}
