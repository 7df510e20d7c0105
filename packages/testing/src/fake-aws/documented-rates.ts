import { apis } from './apis.js'
import type { Rate, ServiceName } from './options.js'

/**
 * The token buckets that AWS documents, for `rates` of `createFakeAws`: 2 LookupEvents a second; for each operation of
 * EC2 100 tokens of which 20 a second come back, 50 and 5 for one that writes.
 */
export const documentedRates: readonly Rate[] = apis.flatMap(({ model, rates = [] }) =>
  rates.map((rate) => ({ service: model.service as ServiceName, ...rate })),
)
