import type { EfsFileSystem } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import { OneZoneElsewhereError } from '../../network/plan/mount-target-plan.js'
import type { SharingDomain, SharingSnapshot } from './sharing-plan.js'

/** Errors of zones, as errors of the domains that have subnets in them. */
export function failuresByDomain<E>(
  { domains, fileSystem }: SharingSnapshot,
  zones: ReadonlyMap<string, E>,
): ReadonlyMap<DomainId, E | OneZoneElsewhereError> {
  const failures = domains.flatMap((domain) => {
    const error = domainFailure(domain, zones, fileSystem)
    return error === undefined ? [] : [[domain.domainId, error] as const]
  })
  return new Map(failures)
}

/** First error in a zone of the domain; undefined when its spaces can mount the file system in all zones they need. */
function domainFailure<E>(
  { subnets }: SharingDomain,
  failures: ReadonlyMap<string, E>,
  { fileSystemId, oneZone }: EfsFileSystem,
): E | OneZoneElsewhereError | undefined {
  const zoneIds = [...new Set(subnets.map(({ zoneId }) => zoneId))]
  if (oneZone !== undefined && !zoneIds.includes(oneZone.zoneId))
    return new OneZoneElsewhereError({ fileSystemId, zoneId: oneZone.zoneId, domainZoneIds: zoneIds })
  return zoneIds.map((zoneId) => failures.get(zoneId)).find((error) => error !== undefined)
}
