/** Counts the waits of SDK clients between two attempts. They pass in real time, so a test clock must not jump over them. */
export interface RetryWaits {
  /** Counts the waits of every client that has it among its `extensions`. */
  readonly extension: RetryExtension
  isAnyUnderWay(): boolean
}

/** An extension of any AWS SDK v3 client. */
export interface RetryExtension {
  /** Makes the retries of a client wait on the clock of the fake. */
  configure(client: RetryConfiguration): void
}

/** The parts of a client's configuration that the extension uses. */
export interface RetryConfiguration {
  /** Returns the strategy of the client. */
  retryStrategy(): () => Promise<object>
  /** Replaces the strategy of the client. */
  setRetryStrategy(strategy: () => Promise<never>): void
}

export function createRetryWaits(): RetryWaits {
  let underWay = 0

  /** Returns the function that ends the wait. */
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
  /** Rejects when there is no further attempt. */
  refreshRetryTokenForRetry(token: object, failure: object): Promise<RetryToken>
  recordSuccess(token: object): void
}

interface RetryToken {
  getRetryDelay(): number
}

// The client starts its own timer after this one, so this one runs a little longer.
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
        // Some strategies wait inside this call, others leave the wait to the client.
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
