import type { CallRecord, FakeAws } from '@studio-efs/testing'
import { efsEntry } from '@studio-efs/testing'
import type { ProfileOutcome } from '../src/index.js'
import { domainId, fileSystemId, lustre, models, type StudioOptions, studio } from './studio.js'

/** A studio with many profiles. Each has two file systems of its own, which runs must keep. */
export function manyProfiles(count: number, options: StudioOptions = {}) {
  const world = studio(options)
  const names = Array.from({ length: count }, (_, n) => `user-${n}`)
  for (const name of names) world.profile(name, { CustomFileSystemConfigs: [lustre, models] })
  return {
    ...world,
    names,
    input: { domainIds: [domainId], fileSystemId },
    /** The list that every existing profile must end with. */
    wanted: (name: string) => [lustre, models, efsEntry(fileSystemId, `/${name}`)],
    directoryPaths: () => world.directories.entries().map(({ path }) => path),
  }
}

export async function outcomesOf<Outcome>(run: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for await (const outcome of run) outcomes.push(outcome)
  return outcomes
}

export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

export const kinds = (outcomes: readonly ProfileOutcome[]) => countBy(outcomes, ({ outcome }) => outcome)

export function callsTo(fake: FakeAws, operation: string): readonly CallRecord[] {
  return fake.calls.filter((call) => call.operation === operation)
}
