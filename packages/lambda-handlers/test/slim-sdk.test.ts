import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsup'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sdkRewrites } from '../build/bundles.js'
import { regionsByPattern } from '../build/sdk-partitions.js'
import { type SdkRewrite, slimSdk } from '../build/slim-sdk.js'
import { standIns } from '../build/stand-ins.js'

vi.setConfig({ testTimeout: 60_000 })

const work = mkdtempSync(join(tmpdir(), 'studio-efs-slim-sdk-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
beforeAll(() => vi.spyOn(console, 'error').mockImplementation(() => {}))

/** Bundles a program of one line with these rewrites. */
async function bundle(program: string, rewrites: readonly SdkRewrite[]): Promise<void> {
  const entry = join(work, 'program.mjs')
  writeFileSync(entry, program)
  await build({
    entry: { index: entry },
    ...{ outDir: join(work, 'dist'), format: 'esm', platform: 'node', noExternal: [/.*/], external: ['bowser'] },
    ...{ config: false, silent: true, esbuildPlugins: [slimSdk(rewrites)] },
    esbuildOptions(options) {
      options.nodePaths = [join(import.meta.dirname, '../node_modules')]
    },
  })
}

const useEfs = "import { EFSClient } from '@aws-sdk/client-efs'; new EFSClient({})"

describe('a rewrite whose file is not in the SDK', () => {
  const moved = { name: 'stand-ins/moved.js', files: '@smithy/core/dist-es/moved.js', rewrite: () => '' }

  test('fails the build, and is named', async () => {
    await expect(bundle(useEfs, [...sdkRewrites, moved])).rejects.toThrow(
      'Nothing to rewrite by stand-ins/moved.js of @smithy/core/dist-es/moved.js',
    )
  })

  test('does not matter to a bundle without an AWS client, or without the client that it is for', async () => {
    const ofEc2 = { ...moved, files: '@aws-sdk/client-ec2/dist-es/moved.js' }
    await expect(bundle(useEfs, [...sdkRewrites, ofEc2])).resolves.toBeUndefined()
    await expect(bundle('console.log(1)', [moved])).resolves.toBeUndefined()
  })
})

test.each(sdkRewrites.map((rewrite) => [rewrite.name, rewrite] as const))(
  '%s fails the build when its file is as the rewrite would have it',
  async (_, { name, files }) => {
    const program = files.includes('client-ec2')
      ? "import { EC2Client, DescribeSubnetsCommand } from '@aws-sdk/client-ec2'; new EC2Client({}).send(new DescribeSubnetsCommand({}))"
      : useEfs
    const idle = { name, files, rewrite: (text: string) => text }
    const others = sdkRewrites.filter((each) => each.name !== name)
    await expect(bundle(program, [...others, idle])).rejects.toThrow(`Nothing to rewrite by ${name}`)
  },
)

test('every file in stand-ins/ stands in for one of the SDK', () => {
  const files = readdirSync(join(import.meta.dirname, '../build/stand-ins'))
  expect(files.sort()).toEqual(standIns.map(({ file }) => file).sort())
})

test('every Region is in the partition that the SDK has it in, with the same endpoints', async () => {
  const { original, rewritten } = await partitionsOfTheSdk()
  const regions = original.flatMap((partition) => Object.keys(partition.regions))
  expect(regions.length).toBeGreaterThan(30)
  for (const region of [...regions, 'eu-north-9', 'us-iso-unknown-1'])
    expect([region, outputsFor(rewritten, region)]).toEqual([region, outputsFor(original, region)])
})

interface Partition {
  readonly regionRegex: string
  readonly outputs: object
  readonly regions: object
}

async function partitionsOfTheSdk() {
  const load = async (source: string): Promise<readonly Partition[]> =>
    (await import(`data:text/javascript,${encodeURIComponent(source)}`)).partitionsInfo.partitions
  let [original, rewritten] = ['', '']
  const rewrite = async (text: string) => {
    original = text
    rewritten = await regionsByPattern.rewrite(text)
    return rewritten
  }
  await bundle(useEfs, [{ ...regionsByPattern, rewrite }])
  return { original: await load(original), rewritten: await load(rewritten) }
}

/** As the SDK looks a Region up: by name, then by pattern. */
function outputsFor(partitions: readonly Partition[], region: string): object | undefined {
  const byName = partitions.find(({ regions }) => region in regions)
  return (byName ?? partitions.find(({ regionRegex }) => new RegExp(regionRegex).test(region)))?.outputs
}
