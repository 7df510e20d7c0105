/** The lines that Lambda itself writes into a function's log, in base64. */
export function logTail(requestId: string, durationMs: number): string {
  const lines = [
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tMemory Size: 128 MB`,
  ]
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64')
}
