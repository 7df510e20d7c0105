import { InvalidInputError } from '@studio-efs/core'
import { err, ok, type Result } from 'neverthrow'
import type { CustomResourceRequest } from './request.js'

/** What the template may say of the file system; CloudFormation makes strings of everything. */
export interface FileSystemProperties {
  readonly domainId: string
  /** One that is there already, which is never deleted. */
  readonly fileSystemId: string | undefined
  readonly name: string | undefined
  readonly kmsKeyId: string | undefined
  readonly missingSecurityGroup: 'fail' | 'create'
  /** What becomes of the data when the resource is deleted. */
  readonly dataOnDelete: 'keep' | 'delete'
}

const KNOWN = ['DomainId', 'FileSystemId', 'Name', 'KmsKeyId', 'MissingSecurityGroup', 'DataOnDelete']
const CLOUD_FORMATION_S = ['ServiceToken', 'ServiceTimeout']

/** An empty string is as good as none: it is what an optional parameter of a template gives. */
export function parseFileSystemProperties({
  properties,
}: CustomResourceRequest): Result<FileSystemProperties, InvalidInputError> {
  for (const [name, value] of Object.entries(properties)) {
    if (CLOUD_FORMATION_S.includes(name)) continue
    if (!KNOWN.includes(name)) return err(new InvalidInputError(name, `one of ${KNOWN.join(', ')}`, 'unknown'))
    if (typeof value !== 'string') return err(new InvalidInputError(name, 'a text', typeof value))
  }
  const text = (name: string) => (properties[name] === '' ? undefined : (properties[name] as string | undefined))
  const missingSecurityGroup = text('MissingSecurityGroup') ?? 'fail'
  const dataOnDelete = text('DataOnDelete') ?? 'keep'
  if (missingSecurityGroup !== 'fail' && missingSecurityGroup !== 'create')
    return err(new InvalidInputError('MissingSecurityGroup', 'fail or create', missingSecurityGroup))
  if (dataOnDelete !== 'keep' && dataOnDelete !== 'delete')
    return err(new InvalidInputError('DataOnDelete', 'keep or delete', dataOnDelete))
  return ok({
    domainId: text('DomainId') ?? '',
    fileSystemId: text('FileSystemId'),
    name: text('Name'),
    kmsKeyId: text('KmsKeyId'),
    missingSecurityGroup,
    dataOnDelete,
  })
}
