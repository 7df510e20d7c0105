import { ok, ResultAsync, safeTry } from 'neverthrow'
import { describeFileSystems, type EfsCall } from '../aws/efs/file-systems.js'
import { describeMountTargets } from '../aws/efs/mount-targets.js'
import { type Call, untilCallEnds } from '../call.js'
import type { Directories } from '../drivers/ensure-directory.js'
import { readKnownDirectories } from '../drivers/known-directories.js'
import type { DirectoryState } from '../model/directory.js'
import { type FileSystemPath, parseFileSystemPath } from '../model/file-system-path.js'
import { type FileSystemId, parseFileSystemId } from '../model/ids.js'
import { notRead, type ReadError, readAll } from './read-all.js'
import { readArchives } from './read-archives.js'
import { offeredIn } from './status-plan.js'
import type { StorageReading, StudioReading } from './studio-reading.js'
import type { DirectoryStatus, FileSystemStatus, StatusFinding } from './studio-status.js'

export type StorageCall = Call & Partial<Pick<EfsCall, 'efs'>> & { readonly directories?: Directories }

/** Directories that the driver looks at with one request. */
const BATCH = 500

/** Reads the file systems that lists and spaces name, and the directories on the one that the driver works on. */
export async function readStorage(
  call: StorageCall,
  studio: StudioReading,
  fileSystemId: FileSystemId | undefined,
): Promise<StorageReading> {
  const named = fileSystemsNamed(studio)
  const ids = [...new Set([...(fileSystemId === undefined ? [] : [fileSystemId]), ...named])].sort()
  const [fileSystems, directories] = await Promise.all([
    readFileSystems(call, ids),
    fileSystemId === undefined ? noDirectories : readDirectories(call, pathsOn(studio, fileSystemId)),
  ])
  return { ...fileSystems, ...directories, findings: [...fileSystems.findings, ...directories.findings] }
}

const noDirectories = { directories: new Map<string, DirectoryStatus>(), findings: [] }

function fileSystemsNamed({ domains, profiles, spaces }: StudioReading): readonly FileSystemId[] {
  const lists = [
    ...[...domains.values()].flatMap(({ customFileSystems, spaceFileSystems }) => [
      customFileSystems,
      spaceFileSystems,
    ]),
    ...[...profiles.values()].map(({ customFileSystems }) => customFileSystems),
  ]
  const offered = lists.flatMap((list) => offeredIn(list, 'domain').map((entry) => entry.fileSystemId))
  const mounted = [...spaces.values()].flatMap(({ efsFileSystemIds }) => efsFileSystemIds)
  return [...new Set([...offered, ...mounted])].flatMap((id) =>
    parseFileSystemId(id).match(
      (parsed) => [parsed],
      () => [],
    ),
  )
}

async function readFileSystems(
  call: StorageCall,
  ids: readonly FileSystemId[],
): Promise<Pick<StorageReading, 'fileSystems' | 'findings'>> {
  const { efs } = call
  if (efs === undefined) return { fileSystems: ids.map((fileSystemId) => ({ fileSystemId })), findings: [] }
  const read = await readAll(ids, {
    kind: 'file systems',
    keyOf: String,
    read: (fileSystemId) => readFileSystem({ ...call, efs }, fileSystemId),
  })
  return {
    fileSystems: ids.map((fileSystemId) => read.values.get(fileSystemId) ?? { fileSystemId }),
    findings: read.findings,
  }
}

function readFileSystem(call: EfsCall, fileSystemId: FileSystemId): ResultAsync<FileSystemStatus, ReadError> {
  return safeTry(async function* () {
    const [[found], targets] = yield* ResultAsync.combine([
      describeFileSystems(call, { fileSystemId }),
      describeMountTargets(call, fileSystemId),
    ] as const)
    if (found === undefined) return ok({ fileSystemId })
    const { name, lifeCycleState, encrypted, oneZone, sizeInBytes, sizeTakenAt } = found
    const vpcId = targets[0]?.vpcId
    return ok({
      fileSystemId,
      lifeCycleState,
      encrypted,
      sizeInBytes,
      ...(name !== undefined && { name }),
      ...(oneZone !== undefined && { oneZone: oneZone.zoneName }),
      ...(sizeTakenAt !== undefined && { sizeTakenAt }),
      ...(vpcId !== undefined && { vpcId }),
      mountTargets: targets.map(({ mountTargetId, zoneId, zoneName, subnetId, ipAddress, lifeCycleState: state }) => ({
        ...{ mountTargetId, zoneId, zoneName, subnetId, lifeCycleState: state },
        ...(ipAddress !== undefined && { ipAddress }),
      })),
    })
  })
}

/** Directories that profiles and domains name on the file system. */
function pathsOn({ domains, profiles }: StudioReading, fileSystemId: FileSystemId): readonly FileSystemPath[] {
  const lists = [...domains.values(), ...profiles.values()].map(({ customFileSystems }) => customFileSystems)
  const entries = lists.flatMap((list) => offeredIn(list, 'domain'))
  const own = entries.filter((entry) => entry.fileSystemId === fileSystemId)
  return [...new Set(own.map((entry) => entry.fileSystemPath))].flatMap((path) =>
    parseFileSystemPath(path).match(
      (parsed) => [parsed],
      () => [],
    ),
  )
}

async function readDirectories(
  call: StorageCall,
  listed: readonly FileSystemPath[],
): Promise<Pick<StorageReading, 'directories' | 'archives' | 'findings'>> {
  const { directories: driver } = call
  if (driver === undefined) return noDirectories
  const directories = new Map<string, DirectoryStatus>(listed.map((path) => [path, { path }]))
  const findings: StatusFinding[] = []
  const { measureDirectories, listKnownDirectories, listArchives } = driver
  const archives = listArchives && (await readArchives({ ...call, directories: driver }, listArchives))
  if (archives?.isErr() === true) findings.push(notRead('the archive', archives.error))
  if (measureDirectories !== undefined && listKnownDirectories !== undefined) {
    const meter = { ...driver, measureDirectories, listKnownDirectories }
    const known = await readKnownDirectories({ ...call, directories: driver, meter })
    if (known.isErr()) findings.push(notRead('claims and usage', known.error))
    else
      for (const { path, claim, measured: usage } of known.value)
        directories.set(path, { path, ...(claim && { claim }), ...(usage && { usage }) })
  }
  let [unread, first]: [number, ReadError | undefined] = [0, undefined]
  const paths = [...directories.keys()] as FileSystemPath[]
  for (let at = 0; at < paths.length; at += BATCH) {
    const batch = paths.slice(at, at + BATCH)
    const work = driver.inspectDirectories(batch).then((results) => ok(results))
    const inspected = await untilCallEnds(call, 'looking at directories', work)
    if (inspected.isErr()) {
      unread += paths.length - at
      first ??= inspected.error
      break
    }
    for (const [index, path] of batch.entries()) {
      const state = inspected.value[index]
      state?.match(
        (found) => directories.set(path, { ...directories.get(path), ...stateOf(found) }),
        (error) => {
          unread += 1
          first ??= error
        },
      )
    }
  }
  if (first !== undefined) findings.push(notRead('directories', first, unread))
  return { directories, ...(archives?.isOk() === true && { archives: archives.value }), findings }
}

function stateOf({ path, exists, ...found }: DirectoryState): DirectoryStatus {
  if (!exists) return { path, exists }
  const { uid, gid, mode } = found as { readonly uid: number; readonly gid: number; readonly mode: string }
  return { path, exists, uid, gid, mode }
}
