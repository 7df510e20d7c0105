import { exchange } from '../fake-aws/exchange/exchange.js'
import { refuse, refuseForeignRegion } from '../fake-aws/exchange/foreign-scope.js'
import { scopeOf } from '../fake-aws/exchange/router.js'
import type { Answer } from '../fake-aws/transports/http-server.js'
import type { States } from './states.js'

const ACCOUNT_ID = /^\d{12}$/

/**
 * Answers an AWS request from the state of its credential scope: its Region, and the account whose number is the access
 * key id. Requests with other access keys, and unsigned ones, are for the first account and Region.
 */
export function answerAws(states: States): Answer {
  const { regions, accounts } = states.options

  return async (request, signal) => {
    const scope = scopeOf(request)
    const first = states.at({}).runtime
    const foreign = refuseForeignRegion(first, request, regions)
    if (foreign !== undefined) return foreign
    const account = scope !== undefined && ACCOUNT_ID.test(scope.accessKeyId) ? scope.accessKeyId : accounts[0]
    if (account === undefined || !accounts.includes(account)) {
      return refuse(
        first,
        request,
        `This fake AWS does not serve the account ${account}: it serves ${accounts.join(', ')}.`,
      )
    }
    const region = scope !== undefined && regions.includes(scope.region) ? scope.region : regions[0]
    return exchange(states.at({ account, ...(region !== undefined && { region }) }).runtime, request, signal)
  }
}
