// Lambda has no instance metadata: the Region is in the environment.
export const getInstanceMetadataRegion = async () => undefined
