// No operation that the handlers call replies with a stream of events.
export const resolveEventStreamSerdeConfig = (config) => config
export const eventStreamSerdeProvider = () => undefined
