import { readFileSync } from 'node:fs'

/** Operations by name, such as LOOKUP. */
export type OperationCounts = ReadonlyMap<string, number>

/** Operations of an NFS client since the file system was mounted, from `/proc/self/mountstats`. */
export function operationsSoFar(mountPoint: string): OperationCounts {
  const text = readFileSync('/proc/self/mountstats', 'utf8')
  const section = text.split(/^device /m).find((part) => part.includes(` mounted on ${mountPoint} with fstype nfs`))
  if (section === undefined) throw new Error(`${mountPoint} is not the mount point of an NFS file system.`)
  const [, operations = ''] = section.split('per-op statistics')
  return new Map(
    [...operations.matchAll(/^\s*([A-Z_]+): (\d+)/gm)].map(([, name, count]) => [`${name}`, Number(count)]),
  )
}

export interface CountedWork<Value> {
  readonly value: Value
  readonly total: number
  /** Such as `LOOKUP 1.02, CREATE 1.00`. */
  readonly text: string
}

/** Counts the operations of some work. `text` has those for each of `items`. */
export async function countOperations<Value>(
  mountPoint: string,
  work: () => Promise<Value>,
  items: (value: Value) => number,
): Promise<CountedWork<Value>> {
  const before = operationsSoFar(mountPoint)
  const value = await work()
  const made = [...operationsSoFar(mountPoint)].flatMap(([name, after]) => {
    const count = after - (before.get(name) ?? 0)
    return count > 0 ? [{ name, count }] : []
  })
  const each = (count: number) => (count / items(value)).toFixed(3)
  return {
    value,
    total: made.reduce((sum, { count }) => sum + count, 0),
    text: made.map(({ name, count }) => `${name} ${each(count)}`).join(', '),
  }
}
