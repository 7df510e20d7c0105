// Extensions change the configuration of a client. No handler gives a client any, so it stays as it is.
export const resolveRuntimeExtensions = (config) => config
