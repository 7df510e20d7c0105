import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, type Stats, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Obstacle, PosixOwner } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { DirectoryDriverFixture, DirectoryDriverSubject, EntryKind } from './driver-fixture.js'

/** Options of {@link posixDriverFixture}. */
export interface PosixDriverFixtureOptions {
  /** Directory for the scratch directories, such as one on a mounted EFS. Default: the operating system's. */
  readonly directory?: string | undefined
}

/**
 * The POSIX driver on real directories, a fresh one for each driver. Tests of a driver that forwards to the POSIX driver
 * wrap its `create`. As root it makes any owner; devices need root and a local file system.
 *
 * @example
 * import { test } from 'node:test'
 * const { capabilities, create } = posixDriverFixture({ directory: '/mnt/scratch' })
 * directoryDriverSuite({ test, fixture: { capabilities, create } })
 */
export function posixDriverFixture({ directory }: PosixDriverFixtureOptions = {}): DirectoryDriverFixture {
  const isRoot = process.getuid?.() === 0
  return {
    capabilities: {
      owners: isRoot ? 'any' : ({ uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner),
      obstacles: [
        'symbolic link',
        'file',
        'named pipe',
        'socket',
        // EFS does not support devices, and creating one takes root.
        ...(isRoot && directory === undefined ? (['device'] as const) : []),
      ],
      brokenMounts: ['missing', 'not-mounted'],
      claims: 'kept',
      identities: 'kept',
      archives: 'kept',
      removals: 'possible',
      usage: 'measured',
    },
    async create(mount) {
      const scratch = makeScratch(directory)
      if (mount === 'mounted') return mountedSubject(scratch)
      const mountPath = mount === 'missing' ? join(scratch, 'missing') : scratch
      return {
        driver: posixDirectoryDriver({ mountPath }),
        async dispose() {
          assert.deepEqual(readdirSync(scratch), [], 'nothing is made on the disk below')
          rmSync(scratch, { recursive: true })
        },
      }
    },
  }
}

/** Creates an empty directory, mode 0700. */
export function makeScratch(directory = tmpdir()): string {
  return mkdtempSync(join(directory, 'studio-efs-'))
}

/** Returns the kind of the entry at a real path, without following links. */
export function entryKindAt(at: string): EntryKind {
  const stats = lstatSync(at, { throwIfNoEntry: false })
  if (stats === undefined) return 'nothing'
  return stats.isDirectory() ? 'directory' : obstacleIn(stats)
}

/** Creates an obstacle at a real path, and its missing parent directories. Returns the server of a socket. */
export async function plantAt(at: string, obstacle: Obstacle): Promise<Server | undefined> {
  mkdirSync(dirname(at), { recursive: true })
  if (obstacle === 'symbolic link') symlinkSync('.', at)
  if (obstacle === 'file') writeFileSync(at, 'kept')
  if (obstacle === 'named pipe') execFileSync('mkfifo', [at])
  if (obstacle === 'device') execFileSync('mknod', [at, 'c', '1', '3'])
  return obstacle === 'socket' ? listenAt(at) : undefined
}

function mountedSubject(scratch: string): DirectoryDriverSubject {
  const servers: Server[] = []
  return {
    driver: posixDirectoryDriver({ mountPath: scratch, mountPoint: 'not-required' }),
    async plant(path, obstacle) {
      const server = await plantAt(join(scratch, path), obstacle)
      if (server !== undefined) servers.push(server)
    },
    entryKindAt: async (path) => entryKindAt(join(scratch, path)),
    remove: async (path) => rmSync(join(scratch, path), { recursive: true }),
    async dispose() {
      for (const server of servers) server.close()
      rmSync(scratch, { recursive: true })
    },
  }
}

function obstacleIn(stats: Stats): Obstacle {
  if (stats.isSymbolicLink()) return 'symbolic link'
  if (stats.isFIFO()) return 'named pipe'
  if (stats.isSocket()) return 'socket'
  return stats.isFile() ? 'file' : 'device'
}

function listenAt(at: string): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, () => resolve(server))
  })
}
