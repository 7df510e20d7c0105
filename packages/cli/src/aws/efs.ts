export { EFSClient } from '@aws-sdk/client-efs'
