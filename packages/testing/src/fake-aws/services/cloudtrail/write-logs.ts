import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type CloudTrailLogOptions, cloudTrailLogFiles } from '../../../events/cloud-trail-log-files.js'
import type { World } from '../../world/world.js'
import { putObjects } from '../s3/buckets.js'

/** A local folder in place of the trail's bucket, or a bucket of the fake. */
export type LogDestination = string | { readonly bucket: string }

/** Writes `state.trail` as CloudTrail's log files and returns their keys. */
export async function writeCloudTrailLogs(
  world: World,
  to: LogDestination,
  options?: CloudTrailLogOptions,
): Promise<readonly string[]> {
  const keys: string[] = []
  for (const { key, body } of cloudTrailLogFiles(world.state.trail, options)) {
    keys.push(key)
    if (typeof to === 'string') await writeInto(to, key, body)
    else putObjects(world, to.bucket, { [key]: body })
  }
  return keys
}

async function writeInto(folder: string, key: string, body: Uint8Array): Promise<void> {
  const path = join(folder, ...key.split('/'))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, body)
}
