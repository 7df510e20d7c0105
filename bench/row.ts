/** One line of the table: the promised figure and the figure of this run. */
export interface Row {
  readonly measure: string
  readonly asked: string
  readonly reached: string
  readonly holds: boolean
}

/** A bench measures one thing and promises ratios within its own run, never absolute times of a shared machine. */
export type Bench = () => Promise<readonly Row[]>

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
