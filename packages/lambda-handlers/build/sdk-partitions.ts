import type { SdkRewrite } from './slim-sdk.js'

interface Partition {
  readonly regionRegex: string
  readonly regions: Readonly<Record<string, unknown>>
}

/** Takes the Regions out of the SDK's partitions that a partition's own pattern recognizes; each only has a description. */
export const regionsByPattern: SdkRewrite = {
  name: 'regionsByPattern',
  files: '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
  rewrite: (text) =>
    text.replace(/(?<=^export const partitionsInfo = )[\s\S]*(?=;\s*$)/, (json) => {
      const { partitions, ...rest } = JSON.parse(json) as { readonly partitions: readonly Partition[] }
      const slim = partitions.map((partition) => ({ ...partition, regions: unrecognized(partition, partitions) }))
      return JSON.stringify({ ...rest, partitions: slim })
    }),
}

function unrecognized(partition: Partition, all: readonly Partition[]): Partition['regions'] {
  const recognizing = (region: string) => all.find(({ regionRegex }) => new RegExp(regionRegex).test(region))
  return Object.fromEntries(
    Object.keys(partition.regions)
      .filter((region) => recognizing(region) !== partition)
      .map((region) => [region, {}]),
  )
}
