import { parseFileSystemPath } from '@studio-efs/core/directories'
import { type MemoryDirectoryDriver, memoryDirectoryDriver } from '../directories/memory-directory-driver.js'
import type { DirectoryAttributes, MemoryEntry } from '../directories/memory-tree.js'
import type { FakeAws } from '../fake-aws/create-fake-aws.js'
import type { RecoveryPointSeed } from '../fake-aws/services/backup/seed.js'
import type { ServerClock } from './server-clock.js'

/** A directory on a file system. Missing parent directories are root's, 0755. */
export interface DirectorySeed extends DirectoryAttributes {
  readonly FileSystemId: string
  readonly path: string
}

/** A Lambda function that answers `lambdaDirectoryDriver` and the option `--directory-function` of `studio-efs`. */
export interface DirectoryFunctionSeed {
  readonly FunctionName: string
  readonly FileSystemId: string
}

/** A backup of the directories as they are now. */
export interface RecoveryPointFile extends Omit<RecoveryPointSeed, 'createdAt' | 'restore'> {
  /** ISO 8601. Default: now. */
  readonly createdAt?: string
}

/** Sections of a studio file about the contents of file systems. */
export interface DirectorySections {
  readonly directories?: readonly DirectorySeed[]
  readonly directoryFunctions?: readonly DirectoryFunctionSeed[]
  readonly recoveryPoints?: readonly RecoveryPointFile[]
}

/** The contents of the file systems of one place, in memory. */
export interface ServedDirectories {
  /** Adds directories first, then functions, and backs up last. The error of an entry names it. */
  seed(sections: DirectorySections): void
  /** Entries below the root by the id of the file system, for those that have a function, a directory or a backup. */
  entries(): ReadonlyMap<string, readonly MemoryEntry[]>
}

export function createServedDirectories(
  fake: Pick<FakeAws<ServerClock>, 'clock' | 'functions' | 'seed' | 'state'>,
): ServedDirectories {
  const drivers = new Map<string, MemoryDirectoryDriver>()

  function driverOf(fileSystemId: string): MemoryDirectoryDriver {
    if (!fake.state.efs.fileSystems.has(fileSystemId)) throw new Error(`There is no file system ${fileSystemId}.`)
    const driver = drivers.get(fileSystemId) ?? memoryDirectoryDriver({ clock: fake.clock })
    drivers.set(fileSystemId, driver)
    return driver
  }

  const adders = {
    directories({ FileSystemId, path, ...attributes }: DirectorySeed) {
      driverOf(FileSystemId).put(checkedPath(path), checkedAttributes(attributes))
    },
    directoryFunctions({ FunctionName, FileSystemId }: DirectoryFunctionSeed) {
      const driver = driverOf(FileSystemId)
      fake.functions.register(FunctionName, async (event) => {
        const { answerDirectoryRequest } = await import('@studio-efs/core/lambda')
        return answerDirectoryRequest(driver, event).match(
          (reply) => reply,
          (error) => {
            throw error
          },
        )
      })
    },
    recoveryPoints({ createdAt, ...point }: RecoveryPointFile) {
      const takenAt = createdAt === undefined ? {} : { createdAt: checkedTime(createdAt) }
      fake.seed.recoveryPoint({ ...point, ...takenAt, restore: driverOf(point.FileSystemId).backUp() })
    },
  } satisfies { [Name in keyof Required<DirectorySections>]: (item: never) => void }

  return {
    seed(sections) {
      for (const [name, add] of Object.entries(adders) as [keyof DirectorySections, (item: object) => void][])
        for (const [index, item] of (sections[name] ?? []).entries()) {
          try {
            add(item)
          } catch (error) {
            throw new Error(`${name}[${index}]: ${(error as Error).message}`, { cause: error })
          }
        }
    },
    entries: () => new Map([...drivers].map(([id, driver]) => [id, driver.entries()])),
  }
}

function checkedPath(text: string): string {
  return parseFileSystemPath(text, 'path').match(
    (path) => path,
    (error) => {
      throw error
    },
  )
}

function checkedAttributes({ uid, gid, mode }: DirectoryAttributes): DirectoryAttributes {
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) >= 0
  if (!isId(uid) || !isId(gid)) throw new Error('uid and gid must be whole numbers of at least 0.')
  if (!/^[0-7]{4}$/.test(mode)) throw new Error('mode must be four octal digits such as "0700".')
  return { uid, gid, mode }
}

function checkedTime(text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error('createdAt must be a time such as "2026-11-24T08:00:00Z".')
  return ms
}
