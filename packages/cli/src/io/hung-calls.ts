const GRACE_MS = 1000

/**
 * Ends the process if a call of the file system does not end, as on a mount without a server: such a call keeps the process
 * alive, and `process.exit` waits for it too. Only SIGKILL ends it, so the exit status is that of the signal.
 */
export function endDespiteHungCalls(): void {
  const timer = setInterval(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) return
    if (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) process.kill(process.pid, 'SIGKILL')
  }, GRACE_MS)
  timer.unref()
}
