import { readFile } from 'node:fs/promises'
import type { SdkRewrite } from './slim-sdk.js'

/** A file of `stand-ins/` that is bundled in place of a file of the AWS SDK. */
export interface StandIn {
  readonly file: string
  /** Path in `node_modules`. `*` stands for the name of a client. */
  readonly replaces: string
  /** Bytes that it takes off each bundle with an AWS client; the least of the measured bundles. */
  readonly saves: number
}

/**
 * Each pays at least 0.5% of the largest bundle. Imports in a stand-in are resolved from where the replaced file is. The
 * build fails when one replaces nothing: look for the file in the new version of the SDK, or delete the stand-in.
 */
export const standIns: readonly StandIn[] = [
  {
    file: 'credential-provider-node.js',
    replaces: '@aws-sdk/credential-provider-node/dist-es/index.js',
    saves: 117_000,
  },
  {
    file: 'event-streams.js',
    replaces: '@smithy/core/dist-es/submodules/event-streams/index.js',
    saves: 21_300,
  },
  {
    file: 'date-utils.js',
    replaces: '@smithy/core/dist-es/submodules/serde/date-utils.js',
    saves: 4900,
  },
  {
    file: 'adaptive-retry-strategy.js',
    replaces: '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js',
    saves: 3400,
  },
  {
    file: 'sha256-js.js',
    replaces: '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
    saves: 3300,
  },
  {
    file: 'sdk-stream-mixin.js',
    replaces: '@smithy/core/dist-es/submodules/serde/util-stream/sdk-stream-mixin.js',
    saves: 2800,
  },
  {
    file: 'header-formatter.js',
    replaces: '@smithy/signature-v4/dist-es/HeaderFormatter.js',
    saves: 2600,
  },
  {
    file: 'runtime-extensions.js',
    replaces: '@aws-sdk/client-*/dist-es/runtimeExtensions.js',
    saves: 2500,
  },
  {
    file: 'from-shared-config-files.js',
    replaces: '@smithy/core/dist-es/submodules/config/node-config-provider/fromSharedConfigFiles.js',
    saves: 2300,
  },
  {
    file: 'get-instance-metadata-region.js',
    replaces: '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    saves: 1300,
  },
]

export const standInRewrites: readonly SdkRewrite[] = standIns.map(({ file, replaces }) => ({
  name: `stand-ins/${file}`,
  files: replaces,
  rewrite: () => readFile(new URL(`./stand-ins/${file}`, import.meta.url), 'utf8'),
}))
