import type { FakeAws } from '../fake-aws/create-fake-aws.js'
import type { FakeAwsOptions } from '../fake-aws/settings/options.js'
import { serveHttp } from '../fake-aws/transports/http-server.js'
import { answerAws } from './answer.js'
import { answerControl, CONTROL_PATH, isControlRequest } from './control/answer-control.js'
import { createServerClock, type ServerClock } from './server-clock.js'
import { createStates, type Place } from './states.js'
import { readStudioFile, type StudioFile } from './studio-file.js'

/** Options of {@link startFakeAwsServer}. */
export interface FakeAwsServerOptions extends Omit<FakeAwsOptions<ServerClock>, 'clock' | 'account' | 'region'> {
  /** Default: any free port. */
  readonly port?: number
  /** Address of the interface. Default `127.0.0.1`: this machine only. */
  readonly host?: string
  /** Accounts, of 12 digits. A client chooses one by its access key id. Default `111122223333`. */
  readonly accounts?: readonly string[]
  /** Regions. A client chooses one by the Region that it signs for. Default `eu-west-1`. */
  readonly regions?: readonly string[]
  /** Seconds of the fake that pass in one second. Default 1. */
  readonly speed?: number
  /**
   * Time of the fake when it starts. Default: the computer's. An earlier one makes the resources of `studio` older for a
   * program that compares their times with its own clock.
   */
  readonly startsAt?: Date
  /** Resources to begin with, and after each reset. Default: those of a new account. */
  readonly studio?: StudioFile
}

/** Server that {@link startFakeAwsServer} started. */
export interface FakeAwsServer {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string
  readonly port: number
  /** Address of the control API. */
  readonly controlUrl: string
  /** Variables with which AWS's SDKs and command line reach the first account and Region. */
  readonly variables: Readonly<Record<string, string>>
  readonly clock: ServerClock
  /** The fake of a place, by default of the first one. A reset replaces it. */
  fake(place?: Partial<Place>): FakeAws<ServerClock>
  /** Closes open connections and resolves when the port is free again. */
  close(): Promise<void>
}

/**
 * Serves fakes for several accounts and Regions, and the control API, over HTTP in real time. Throws on a studio file or
 * an account that is not right; rejects with the system's error, such as `EADDRINUSE`, when it cannot listen.
 */
export async function startFakeAwsServer(options: FakeAwsServerOptions = {}): Promise<FakeAwsServer> {
  const {
    port,
    host,
    accounts = ['111122223333'],
    regions = ['eu-west-1'],
    speed,
    startsAt,
    studio,
    ...fakeOptions
  } = options
  checkPlaces(accounts, regions)
  const clock = createServerClock({
    ...(speed !== undefined && { speed }),
    ...(startsAt !== undefined && { startsAt }),
  })
  const seeds = studio === undefined ? [] : readStudioFile(studio)
  const states = createStates({ accounts, regions, clock, fakeOptions, seeds })
  const [toAws, toControl] = [answerAws(states), answerControl(states)]
  const address = { ...(port !== undefined && { port }), ...(host !== undefined && { host }) }
  const server = await serveHttp(
    (request, signal) => (isControlRequest(request) ? toControl(request, signal) : toAws(request, signal)),
    address,
  )
  const [account = '', region = ''] = [accounts[0], regions[0]]
  return {
    url: server.url,
    port: server.port,
    controlUrl: server.url + CONTROL_PATH,
    variables: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    },
    clock,
    fake: (place = {}) => states.at(place).fake,
    async close() {
      await states.close()
      await server.close()
    },
  }
}

function checkPlaces(accounts: readonly string[], regions: readonly string[]): void {
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw new Error(`An account is a number of 12 digits: '${account}' is not.`)
  }
  for (const region of regions) {
    if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region))
      throw new Error(`A Region is a name such as eu-west-1: '${region}' is not.`)
  }
}
