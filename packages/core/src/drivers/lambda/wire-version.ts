/** Goes up when a function of an older release would misunderstand a request. */
export const WIRE_VERSION = 2
