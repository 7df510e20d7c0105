import { EFS_KEY_ID, type KeyRecord } from '../../state/kms.js'
import { awsJson11 } from '../../wire/codecs/aws-json-11.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import { arnOf, type World } from '../../world/world.js'
import { newKeyRecord } from './key-record.js'
import model from './kms.model.json'

export const kms: FakeApi = {
  model,
  codec: awsJson11,
  eventSource: 'kms.amazonaws.com',
  errors: { internal: (message) => new FakeAwsError('KMSInternalException', message, { status: 500 }) },
  operations: { DescribeKey: reads(describeKey) },
}

const EFS_ALIAS = 'alias/aws/elasticfilesystem'

/** Takes an id, an alias, or the ARN of either. */
function describeKey(world: World, { KeyId }: { readonly KeyId: string }): Output {
  const prefix = arnOf(world, 'kms', '')
  if (KeyId.startsWith('arn:') && !KeyId.startsWith(prefix)) throw notFound(`Key '${KeyId}' does not exist`)
  const name = KeyId.startsWith('arn:') ? KeyId.slice(prefix.length) : KeyId
  const key = name.startsWith('alias/') ? keyOfAlias(world, name) : findKey(world, name.replace(/^key\//, ''))
  return { KeyMetadata: metadata(key) }
}

function keyOfAlias(world: World, alias: string): KeyRecord {
  const id = alias === EFS_ALIAS ? EFS_KEY_ID : world.state.kms.aliases.get(alias)
  if (id === undefined) throw notFound(`Alias ${arnOf(world, 'kms', alias)} is not found.`)
  return findKey(world, id)
}

function findKey(world: World, id: string): KeyRecord {
  const key = world.state.kms.keys.get(id)
  if (key !== undefined) return key
  if (id === EFS_KEY_ID) return newKeyRecord(world, { KeyId: id, KeyManager: 'AWS', Description: 'Default key of EFS' })
  throw notFound(`Key '${arnOf(world, 'kms', `key/${id}`)}' does not exist`)
}

function notFound(message: string): FakeAwsError {
  return new FakeAwsError('NotFoundException', message)
}

function metadata(key: KeyRecord): Output {
  return {
    ...key,
    Enabled: key.KeyState === 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    Origin: 'AWS_KMS',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  }
}
