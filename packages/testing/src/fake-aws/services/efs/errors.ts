import type { EfsLifeCycleState } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'

// AWS's own texts: the existing file system and the zone that is taken. The others are invented, so do not parse them.
export function badRequest(message: string): FakeAwsError {
  return new FakeAwsError('BadRequest', message)
}

export function fileSystemNotFound(id: string): FakeAwsError {
  return new FakeAwsError('FileSystemNotFound', `File system '${id}' does not exist.`)
}

export function mountTargetNotFound(id: string): FakeAwsError {
  return new FakeAwsError('MountTargetNotFound', `Mount target '${id}' does not exist.`)
}

export function accessPointNotFound(id: string): FakeAwsError {
  return new FakeAwsError('AccessPointNotFound', `Access point '${id}' does not exist.`)
}

export function fileSystemAlreadyExists(id: string, token: string): FakeAwsError {
  const message = `File system '${id}' already exists with creation token '${token}'`
  return new FakeAwsError('FileSystemAlreadyExists', message, { members: { FileSystemId: id } })
}

export function accessPointAlreadyExists(id: string, token: string): FakeAwsError {
  const message = `Access point '${id}' already exists with client token '${token}'`
  return new FakeAwsError('AccessPointAlreadyExists', message, { members: { AccessPointId: id } })
}

export function fileSystemNotAvailable(id: string, state: EfsLifeCycleState): FakeAwsError {
  const message = `The file system '${id}' is in the life-cycle state '${state}', not 'available'.`
  return new FakeAwsError('IncorrectFileSystemLifeCycleState', message)
}

export function mountTargetConflict(message: string): FakeAwsError {
  return new FakeAwsError('MountTargetConflict', message)
}

export function fileSystemInUse(id: string, dependents: string): FakeAwsError {
  return new FakeAwsError('FileSystemInUse', `The file system '${id}' has ${dependents}.`)
}
