import type { FileSystemRecord } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { badRequest } from './errors.js'
import { describeFileSystem } from './file-system.js'
import { checkThroughput } from './file-system-record.js'
import { begin } from './life-cycle.js'
import { findAvailableFileSystem } from './lookup.js'

interface UpdateFileSystemInput {
  readonly FileSystemId: string
  readonly ThroughputMode?: FileSystemRecord['ThroughputMode']
  readonly ProvisionedThroughputInMibps?: number
}

const DAY_MS = 24 * 60 * 60 * 1000

export function updateFileSystem(world: World, input: UpdateFileSystemInput, call: CallContext): Output {
  const record = findAvailableFileSystem(world, input.FileSystemId)
  const wanted = presentMembers(input)
  const mode = wanted.ThroughputMode ?? record.ThroughputMode
  const stored = mode === 'provisioned' ? record.ProvisionedThroughputInMibps : undefined
  const amount = wanted.ProvisionedThroughputInMibps ?? stored
  checkThroughput(mode, amount)
  if (mode === 'elastic' && record.PerformanceMode === 'maxIO') {
    throw badRequest('Elastic throughput is not for the performance mode maxIO.')
  }
  if (mode !== record.ThroughputMode || (amount ?? 0) < (stored ?? 0)) startWait(world, record)
  record.ThroughputMode = mode
  if (amount === undefined) delete record.ProvisionedThroughputInMibps
  else record.ProvisionedThroughputInMibps = amount
  const { fileSystems: records } = world.state.efs
  begin(
    world,
    { records, key: record.FileSystemId, record },
    {
      call,
      during: 'updating',
      delay: world.settings.delays.updateFileSystem,
    },
  )
  return describeFileSystem(world, record)
}

// AWS allows one change of mode or decrease in 24 hours.
function startWait(world: World, record: FileSystemRecord): void {
  if (record.throughputChangedAt !== undefined && world.now() - record.throughputChangedAt < DAY_MS) {
    throw new FakeAwsError('TooManyRequests', 'The throughput was changed less than 24 hours ago.')
  }
  record.throughputChangedAt = world.now()
}
