/** What the SDK imports of its support of event streams, doing nothing. */
export const resolveEventStreamSerdeConfig = (config: unknown) => config
export const eventStreamSerdeProvider = () => undefined
