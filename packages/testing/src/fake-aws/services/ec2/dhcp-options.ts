import type { DhcpOptionsRecord } from '../../state/ec2.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { dhcpOptionsNotFound } from './errors.js'
import type { FilterTable } from './filters.js'
import { type SelectionInput, select } from './selection.js'

const filters: FilterTable<DhcpOptionsRecord> = {
  'dhcp-options-id': ({ DhcpOptionsId }) => [DhcpOptionsId],
  key: ({ DhcpConfigurations }) => DhcpConfigurations.map(({ Key }) => Key),
  'owner-id': ({ OwnerId }) => [OwnerId],
  value: ({ DhcpConfigurations }) => DhcpConfigurations.flatMap(({ Values }) => Values),
}

export function describeDhcpOptions(
  world: World,
  input: SelectionInput & { readonly DhcpOptionsIds?: readonly string[] },
): Output {
  const { dhcpOptions: records } = world.state.ec2
  const idOf = ({ DhcpOptionsId }: DhcpOptionsRecord) => DhcpOptionsId
  const { items, NextToken } = select(
    { records, idOf, filters, notFound: dhcpOptionsNotFound },
    input.DhcpOptionsIds,
    input,
  )
  return { DhcpOptions: items.map(dhcpOptionsOutput), NextToken }
}

export function dhcpOptionsOutput({ DhcpConfigurations, ...options }: DhcpOptionsRecord): Output {
  const configurations = DhcpConfigurations.map(({ Key, Values }) => ({
    Key,
    Values: Values.map((Value) => ({ Value })),
  }))
  return { ...options, DhcpConfigurations: configurations }
}
