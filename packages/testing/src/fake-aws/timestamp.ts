/** A point in time in state or in an output; each protocol writes it in its own way (JSON: epoch seconds). */
export interface Timestamp {
  /** Milliseconds since the epoch. */
  readonly ms: number
  /** Epoch seconds with a fraction. */
  toJSON(): number
}

const asEpochSeconds = {
  toJSON(this: Timestamp): number {
    return this.ms / 1000
  },
}

export function timestamp(ms: number): Timestamp {
  return Object.assign(Object.create(asEpochSeconds), { ms })
}
