import type { EfsFileSystem } from '../../model/efs.js'
import { OneZoneElsewhereError } from '../../network/plan/mount-target-plan-error.js'
import type { SharingDomain } from './sharing-plan.js'

/**
 * Why the spaces of a domain cannot mount the file system in one of its zones; undefined when they can in all, or in the
 * one zone that a One Zone file system has.
 */
export function domainFailure<E>(
  { subnets }: SharingDomain,
  failures: ReadonlyMap<string, E>,
  { fileSystemId, oneZone }: EfsFileSystem,
): E | OneZoneElsewhereError | undefined {
  const zones = [...new Set(subnets.map(({ zoneId }) => zoneId))]
  if (oneZone !== undefined && !zones.includes(oneZone.zoneId))
    return new OneZoneElsewhereError(fileSystemId, oneZone.zoneId, zones)
  return zones.map((zoneId) => failures.get(zoneId)).find((error) => error !== undefined)
}
