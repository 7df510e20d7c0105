import type { ProfileStatus, StudioStatus } from '@studio-efs/core'

/** Bytes of one directory at one time. */
export interface UsagePoint {
  readonly at: number
  readonly bytes: number
}

/** The measurements of each directory, oldest first, from earlier reports and this one. */
export type UsageHistory = ReadonlyMap<string, readonly UsagePoint[]>

export function usageHistoryOf(statuses: readonly StudioStatus[]): UsageHistory {
  const history = new Map<string, Map<number, number>>()
  for (const { profiles, directories } of statuses)
    for (const directory of [...profiles.flatMap(directoryOf), ...directories]) {
      if (directory.usage === undefined) continue
      const at = Date.parse(directory.usage.measuredAt)
      if (Number.isNaN(at)) continue
      const points = history.get(directory.path) ?? new Map<number, number>()
      history.set(directory.path, points.set(at, directory.usage.bytes))
    }
  return new Map(
    [...history].map(([path, points]) => [
      path,
      [...points].map(([at, bytes]) => ({ at, bytes })).toSorted((a, b) => a.at - b.at),
    ]),
  )
}

const directoryOf = ({ directory }: ProfileStatus) => (directory === undefined ? [] : [directory])
