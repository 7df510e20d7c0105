/**
 * Policy of a new file system. `none`: EFS admits every client that reaches a mount target, root included.
 * `deny-anonymous-root`: it admits them without root access; IAM identities that are allowed `ClientRootAccess` keep it.
 * `require-tls`: the same, and it refuses every client without TLS, and root to every client that mounts without an access
 * point, whatever its identity is allowed.
 */
export type FileSystemPolicy = 'none' | 'deny-anonymous-root' | 'require-tls'

/**
 * Document of the policy, for `PutFileSystemPolicy`; undefined for `none`. Names no access point, since a new file system has
 * none yet when it gets its policy.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function policyDocument(policy: FileSystemPolicy, fileSystemArn: string): string | undefined {
  if (policy === 'none') return undefined
  const everyClient = { Principal: { AWS: '*' }, Resource: fileSystemArn }
  const withoutRoot = {
    Sid: 'EveryClientWithoutRoot',
    Effect: 'Allow',
    ...everyClient,
    Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
  }
  const onlyEncrypted = [
    {
      Sid: 'NoClientWithoutTls',
      Effect: 'Deny',
      ...everyClient,
      Action: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'RootThroughAccessPointsOnly',
      Effect: 'Deny',
      ...everyClient,
      Action: 'elasticfilesystem:ClientRootAccess',
      Condition: { Null: { 'elasticfilesystem:AccessPointArn': 'true' } },
    },
  ]
  const Statement = [withoutRoot, ...(policy === 'require-tls' ? onlyEncrypted : [])]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}
