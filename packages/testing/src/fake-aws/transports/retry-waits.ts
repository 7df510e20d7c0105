/** The waits of SDK clients between two attempts, which pass in real time: no clock is to jump over them. */
export interface RetryWaits {
  /** Tells of the waits of the client that it is given to. */
  readonly extension: RetryExtension
  isAnyUnderWay(): boolean
}

/** An extension of any AWS SDK v3 client. */
export interface RetryExtension {
  configure(client: RetryConfiguration): void
}

/** As much of a client as the extension sees. */
export interface RetryConfiguration {
  retryStrategy(): () => Promise<object>
  setRetryStrategy(strategy: () => Promise<never>): void
}

export function createRetryWaits(): RetryWaits {
  let underWay = 0

  /** Returns what ends the wait. */
  function begin(): () => void {
    underWay += 1
    return () => {
      underWay -= 1
    }
  }

  return {
    isAnyUnderWay: () => underWay > 0,
    extension: {
      configure(client) {
        const own = client.retryStrategy()
        client.setRetryStrategy(async () => watched(await own(), begin) as never)
      },
    },
  }
}

interface RetryStrategy {
  acquireInitialRetryToken(scope: string): Promise<object>
  /** Rejects when there is to be no other attempt. */
  refreshRetryTokenForRetry(token: object, failure: object): Promise<RetryToken>
  recordSuccess(token: object): void
}

interface RetryToken {
  getRetryDelay(): number
}

// The client's own timer starts after ours.
const ALLOWANCE_MS = 20

function watched(strategy: object, begin: () => () => void): object {
  if (!isStrategy(strategy)) return strategy
  const watching: RetryStrategy = {
    acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
    recordSuccess: (token) => strategy.recordSuccess(token),
    async refreshRetryTokenForRetry(token, failure) {
      const end = begin()
      let delay = 0
      try {
        // Some strategies wait in here, and others leave the wait to the client.
        const next = await strategy.refreshRetryTokenForRetry(token, failure)
        delay = next.getRetryDelay()
        return next
      } finally {
        if (delay > 0) setTimeout(end, delay + ALLOWANCE_MS).unref()
        else end()
      }
    },
  }
  return Object.assign(Object.create(strategy), watching)
}

function isStrategy(strategy: object): strategy is RetryStrategy {
  return 'refreshRetryTokenForRetry' in strategy
}
