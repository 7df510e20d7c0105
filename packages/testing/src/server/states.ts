import { type FakeAws, openFakeAws } from '../fake-aws/create-fake-aws.js'
import type { FakeRuntime } from '../fake-aws/exchange/exchange.js'
import type { FakeAwsOptions } from '../fake-aws/settings/options.js'
import type { IamState } from '../fake-aws/state/iam.js'
import { createServedDirectories, type ServedDirectories } from './served-directories.js'
import type { ServerClock } from './server-clock.js'
import { type StudioSeed, seedStudio } from './studio-file.js'

/** One account in one Region. */
export interface Place {
  readonly account: string
  readonly region: string
}

/** The fake of one place, and its runtime. */
export interface PlacedFake extends Place {
  readonly fake: FakeAws<ServerClock>
  readonly runtime: FakeRuntime
  readonly directories: ServedDirectories
}

export interface StatesOptions {
  /** 12 digits each; the first one is the default. */
  readonly accounts: readonly string[]
  /** The first one is the default. */
  readonly regions: readonly string[]
  readonly clock: ServerClock
  readonly fakeOptions: Omit<FakeAwsOptions<ServerClock>, 'clock' | 'account' | 'region'>
  /** Resources to begin with, and after each reset. */
  readonly seeds: readonly StudioSeed[]
}

/** A fake for every account in every Region of a server. */
export interface States {
  readonly options: StatesOptions
  all(): readonly PlacedFake[]
  /** Finds the fake of the place, by default the first one. Throws when the server does not serve the place. */
  at(place: Partial<Place>): PlacedFake
  /** Adds resources, each seed's to its place. */
  seed(seeds: readonly StudioSeed[]): void
  /** Replaces every fake by a new one with the initial resources; faults, rates, calls and deliveries are gone. */
  reset(): Promise<void>
  close(): Promise<void>
}

export function createStates(options: StatesOptions): States {
  let placed = openAll(options)

  function at({ account = options.accounts[0], region = options.regions[0] }: Partial<Place>): PlacedFake {
    const found = placed.find((one) => one.account === account && one.region === region)
    if (found !== undefined) return found
    if (account !== undefined && !options.accounts.includes(account)) {
      throw new Error(`This server does not serve the account ${account}: start it with --account ${account}.`)
    }
    throw new Error(`This server does not serve the Region ${region}: start it with --region ${region}.`)
  }

  function seed(seeds: readonly StudioSeed[]): void {
    for (const { account, region, ...studio } of seeds) {
      const place = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) }
      const { fake, directories } = at(place)
      seedStudio(fake, studio)
      directories.seed(studio)
    }
  }

  const closeAll = async (all: readonly PlacedFake[]) => {
    await Promise.all(all.map(({ fake }) => fake.close()))
  }

  seed(options.seeds)
  return {
    options,
    all: () => placed,
    at,
    seed,
    async reset() {
      const old = placed
      placed = openAll(options)
      seed(options.seeds)
      await closeAll(old)
    },
    close: () => closeAll(placed),
  }
}

function openAll({ accounts, regions, clock, fakeOptions }: StatesOptions): readonly PlacedFake[] {
  return accounts.flatMap((account) => {
    let iam: IamState | undefined
    return regions.map((region) => {
      const { fake, runtime } = openFakeAws<ServerClock>({ ...fakeOptions, account, region, clock }, iam)
      iam ??= fake.state.iam
      return { account, region, fake, runtime, directories: createServedDirectories(fake) }
    })
  })
}
