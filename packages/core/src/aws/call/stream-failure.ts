/** Marks the failure of a reply's stream as the SDK's client marks its own: it is the network's, and no bug. */
export function streamFailure(thrown: unknown): unknown {
  return thrown instanceof Error ? Object.assign(thrown, { $metadata: {} }) : thrown
}
