import { err, ok, okAsync, type Result, ResultAsync, safeTry } from 'neverthrow'
import type { EFSClient } from '../aws/efs/file-systems.js'
import { describeMountTargets } from '../aws/efs/mount-targets.js'
import { type Call, untilCallEnds, withDeadline } from '../call.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import type { MountTarget } from '../model/efs.js'
import type { FileSystemInOtherVpcError } from '../model/file-system-vpc.js'
import type { DomainId, FileSystemId } from '../model/ids.js'
import { oneOf, optional } from '../model/parse/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import type { DomainCache } from './domain-cache.js'
import {
  type CheckResult,
  checkMounted,
  checkVpc,
  FileSystemNotFoundError,
  type WrongFileSystemMountedError,
} from './plan/file-system-check.js'

/** Option of the operations that write the id of a file system into lists. */
export interface FileSystemCheckOption {
  /**
   * `check` (the default): before the first change, the file system exists, has its mount targets in the domain's VPC, and,
   * as far as the mount says so, is the one that is mounted at the driver's mount path. It takes one DescribeMountTargets
   * per call or run, and an EFS client in the context; without one, or without the permission, this is not known and no error.
   * `skip`: none of it.
   */
  readonly checkFileSystem?: 'check' | 'skip'
}

export const parseCheckFileSystem = optional(oneOf('check', 'skip'), 'check' as const)

export interface FileSystemCheckSpec {
  readonly fileSystemId: FileSystemId
  readonly checkFileSystem: 'check' | 'skip'
}

export interface FileSystemCheckCall extends Call {
  readonly efs?: EFSClient | undefined
  readonly directories?: DirectoryDriver | undefined
  readonly domainCache?: DomainCache | undefined
}

export type FileSystemCheckError = FileSystemNotFoundError | FileSystemInOtherVpcError | WrongFileSystemMountedError

/** A check is no reason to wait long: what does not answer is unknown. A function in a VPC may reach no EFS API. */
const MAX_CHECK_MS = 5000

/** Checks the file system for a domain, unless that was done while the domain was in the cache. */
export function checkFileSystem(
  call: FileSystemCheckCall,
  domain: Domain,
  spec: FileSystemCheckSpec,
): ResultAsync<undefined, FileSystemCheckError> {
  return createFileSystemCheck(spec)(call, domain)
}

export type FileSystemCheck = (
  call: FileSystemCheckCall,
  domain: Domain,
) => ResultAsync<undefined, FileSystemCheckError>

/** The check of one run, which reads the file system once, however many domains and profiles ask for it. */
export function createFileSystemCheck({ fileSystemId, checkFileSystem: option }: FileSystemCheckSpec): FileSystemCheck {
  let reading: Promise<Result<FileSystemReading, FileSystemCheckError>> | undefined
  const checkedIds = new Set<DomainId>()
  return (call, domain) => {
    const { clock, logger, domainCache } = call
    const { domainId } = domain
    const checks = domainCache?.fileSystemChecks
    const key = `${fileSystemId} ${domainId}`
    if (option === 'skip' || checkedIds.has(domainId) || checks?.has(key, clock.now()) === true)
      return okAsync(undefined)
    reading ??= readFileSystem(call, fileSystemId).match(
      (found): Result<FileSystemReading, FileSystemCheckError> => ok(found),
      (error) => err(error),
    )
    return new ResultAsync(reading)
      .andThen(({ mount, targets }) =>
        checkVpc(fileSystemId, targets, domain).map((vpc) => ({ fileSystemId, domainId, mount, vpc })),
      )
      .map((found) => {
        checkedIds.add(domainId)
        checks?.add(key, clock.now())
        logger.debug('checked the file system', found)
        return undefined
      })
  }
}

interface FileSystemReading {
  readonly mount: CheckResult
  /** Empty where they are not known. */
  readonly targets: readonly MountTarget[]
}

function readFileSystem(
  call: FileSystemCheckCall,
  fileSystemId: FileSystemId,
): ResultAsync<FileSystemReading, FileSystemCheckError> {
  return safeTry(async function* () {
    const mount = yield* new ResultAsync(checkMount(call, fileSystemId))
    const targets = yield* new ResultAsync(readTargets(call, fileSystemId))
    return ok({ mount, targets })
  })
}

/** A mount that cannot be looked at is left to the driver, whose errors name the directory. */
async function checkMount(
  { directories, ...call }: FileSystemCheckCall,
  fileSystemId: FileSystemId,
): Promise<Result<CheckResult, WrongFileSystemMountedError>> {
  const read = directories?.mountedFileSystem?.()
  if (read === undefined) return ok('unknown')
  const mounted = await withDeadline(call, { timeoutMs: MAX_CHECK_MS, signal: call.signal }, (inner) =>
    untilCallEnds(inner, 'reading which file system is mounted', read),
  )
  return mounted.isErr() ? ok('unknown') : checkMounted(fileSystemId, mounted.value)
}

async function readTargets(
  call: FileSystemCheckCall,
  fileSystemId: FileSystemId,
): Promise<Result<readonly MountTarget[], FileSystemNotFoundError>> {
  const { efs, logger } = call
  if (efs === undefined) return ok([])
  const read = await withDeadline(call, { timeoutMs: MAX_CHECK_MS, signal: call.signal }, (inner) =>
    describeMountTargets({ ...inner, efs }, fileSystemId),
  )
  if (read.isOk()) return ok(read.value)
  const { error } = read
  if (error.name === 'ResourceNotFoundError') return err(new FileSystemNotFoundError({ fileSystemId, cause: error }))
  if (!call.signal.aborted) logger.warn('the file system could not be checked', { fileSystemId, cause: error.message })
  return ok([])
}
