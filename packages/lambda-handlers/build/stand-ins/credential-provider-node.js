// Lambda puts the credentials of the role into the environment. The SDK's default chain also tries SSO, web identity,
// processes and instance metadata.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'
