/**
 * For the `catch` of an import of a client, an optional peer that is loaded with its first request. A bundler takes a caught
 * import for one that may be missing, and goes on.
 */
export function rethrow(thrown: unknown): never {
  throw thrown
}
