export { KMSClient } from '@aws-sdk/client-kms'
