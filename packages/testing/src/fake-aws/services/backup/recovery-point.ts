import type { RecoveryPointRecord } from '../../state/backup.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { keysetPage } from '../../world/keyset-page.js'
import { arnOf, type World } from '../../world/world.js'

const DEFAULT_PAGE = 100

interface ListInput {
  readonly ResourceArn: string
  readonly NextToken?: string
  readonly MaxResults?: number
}

/** A resource without backups has an empty list. AWS documents no order; the fake sorts by ARN. */
export function listRecoveryPointsByResource(world: World, input: ListInput): Output {
  const page = keysetPage({
    items: [...world.state.backup.recoveryPoints.values()].filter(
      ({ ResourceArn }) => ResourceArn === input.ResourceArn,
    ),
    key: ({ RecoveryPointArn }) => RecoveryPointArn,
    size: input.MaxResults ?? DEFAULT_PAGE,
    token: input.NextToken,
  })
  if (page === undefined) throw new FakeAwsError('InvalidParameterValueException', 'Invalid pagination token')
  const RecoveryPoints = page.items.map(({ ResourceArn: _, restoreMetadata: __, restore: ___, ...point }) => point)
  return { RecoveryPoints, ...(page.nextToken !== undefined && { NextToken: page.nextToken }) }
}

interface MetadataInput {
  readonly BackupVaultName: string
  readonly RecoveryPointArn: string
}

export function getRecoveryPointRestoreMetadata(world: World, input: MetadataInput): Output {
  const point = findRecoveryPoint(world, input.RecoveryPointArn)
  if (point.BackupVaultName !== input.BackupVaultName) throw notFound(input.RecoveryPointArn)
  return {
    BackupVaultArn: arnOf(world, 'backup', `backup-vault:${point.BackupVaultName}`),
    RecoveryPointArn: point.RecoveryPointArn,
    RestoreMetadata: point.restoreMetadata,
    ResourceType: 'EFS',
  }
}

export function findRecoveryPoint({ state }: World, arn: string): RecoveryPointRecord {
  const found = state.backup.recoveryPoints.get(arn)
  if (found === undefined) throw notFound(arn)
  return found
}

function notFound(arn: string): FakeAwsError {
  return new FakeAwsError('ResourceNotFoundException', `Recovery point ${arn} does not exist.`)
}
