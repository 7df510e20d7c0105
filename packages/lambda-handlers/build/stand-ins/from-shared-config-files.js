// Lambda has no ~/.aws: the settings of the SDK come from the environment, or have their defaults.
import { CredentialsProviderError } from '../property-provider/CredentialsProviderError'

export const fromSharedConfigFiles = () => () => Promise.reject(new CredentialsProviderError('There are no files.'))
