/**
 * Policy of a new file system. `none`: EFS admits every client that reaches a mount target, root included.
 * `deny-anonymous-root`: it admits them without root access; IAM identities that are allowed `ClientRootAccess` keep it.
 */
export type FileSystemPolicy = 'none' | 'deny-anonymous-root'

/** Document of the policy, for `PutFileSystemPolicy`; undefined for `none`. */
export function policyDocument(policy: FileSystemPolicy, fileSystemArn: string): string | undefined {
  if (policy === 'none') return undefined
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EveryClientWithoutRoot',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Resource: fileSystemArn,
        Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
      },
    ],
  })
}
