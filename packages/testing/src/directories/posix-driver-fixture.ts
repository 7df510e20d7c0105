import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, type Stats, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Obstacle, type PosixOwner, posixDirectoryDriver } from '@studio-efs/core/directories'
import type { DirectoryDriverFixture, DirectoryDriverSubject, Standing } from './driver-fixture.js'

/** A directory of the person who runs the tests, on a mounted file system for instance. */
const elsewhere = process.env['STUDIO_EFS_TEST_DIRECTORY']
const isRoot = process.getuid?.() === 0

/** The posix driver on real directories: a fresh one for each subject. */
export const posixFixture: DirectoryDriverFixture = {
  capabilities: {
    owners: isRoot ? 'any' : ({ uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner),
    obstacles: [
      'symbolic link',
      'file',
      'named pipe',
      'socket',
      // EFS has no devices, and making one takes root.
      ...(isRoot && elsewhere === undefined ? (['device'] as const) : []),
    ],
    brokenMounts: ['missing', 'not-mounted'],
  },
  async create(mount) {
    const scratch = makeScratch()
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

/** An empty directory that only its maker can enter. */
export function makeScratch(): string {
  return mkdtempSync(join(elsewhere ?? tmpdir(), 'studio-efs-'))
}

/** What stands at a real path, links not followed. */
export function standingAt(at: string): Standing {
  const stats = lstatSync(at, { throwIfNoEntry: false })
  if (stats === undefined) return 'nothing'
  return stats.isDirectory() ? 'directory' : obstacleIn(stats)
}

/** Puts something that is no directory at a real path, directories on the way included. */
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
    standing: async (path) => standingAt(join(scratch, path)),
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
