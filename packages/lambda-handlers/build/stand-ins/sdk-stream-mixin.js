// Adds methods to replies that are streams. No operation that the handlers call has one.
export const sdkStreamMixin = () => {
  throw new Error('A bundle cannot read a reply that is a stream.')
}
