import { zonesOf } from '../../../state/ec2-network.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { invalidParameter } from '../errors.js'
import { applyFilters, type Filter, type FilterTable } from '../filters.js'

interface Zone {
  readonly ZoneName: string
  readonly ZoneId: string
  readonly RegionName: string
  readonly Tags: readonly never[]
}

const filters: FilterTable<Zone> = {
  'opt-in-status': () => ['opt-in-not-required'],
  'region-name': ({ RegionName }) => [RegionName],
  state: () => ['available'],
  'zone-id': ({ ZoneId }) => [ZoneId],
  'zone-name': ({ ZoneName }) => [ZoneName],
  'zone-type': () => ['availability-zone'],
}

interface DescribeAvailabilityZonesInput {
  readonly ZoneNames?: readonly string[]
  readonly ZoneIds?: readonly string[]
  readonly Filters?: readonly Filter[]
}

/** Lists the zones of the fake's Region; it has no Local Zones and no Wavelength Zones. */
export function describeAvailabilityZones({ state }: World, input: DescribeAvailabilityZonesInput): Output {
  const { ZoneNames, ZoneIds, Filters = [] } = input
  if (ZoneNames !== undefined && ZoneIds !== undefined) {
    throw new FakeAwsError('InvalidParameterCombination', 'ZoneNames and ZoneIds cannot be used together.')
  }
  const zones = zonesOf(state.ec2, state.region).map(
    ({ AvailabilityZone: ZoneName, AvailabilityZoneId: ZoneId }): Zone => ({
      ZoneName,
      ZoneId,
      RegionName: state.region,
      Tags: [],
    }),
  )
  const known = new Set(zones.flatMap(({ ZoneName, ZoneId }) => (ZoneIds === undefined ? [ZoneName] : [ZoneId])))
  const wanted = ZoneNames ?? ZoneIds
  const unknown = wanted?.find((name) => !known.has(name))
  if (unknown !== undefined) throw invalidParameter(`Invalid availability zone: [${unknown}]`)
  const found = applyFilters(zones, Filters, filters).filter(
    ({ ZoneName, ZoneId }) => wanted === undefined || wanted.includes(ZoneName) || wanted.includes(ZoneId),
  )
  return { AvailabilityZones: found.map(zoneOutput) }
}

function zoneOutput({ Tags, ...zone }: Zone): Output {
  return {
    ...zone,
    GroupName: `${zone.RegionName}-zg-1`,
    Messages: [],
    NetworkBorderGroup: zone.RegionName,
    OptInStatus: 'opt-in-not-required',
    State: 'available',
    ZoneType: 'availability-zone',
  }
}
