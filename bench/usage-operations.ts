// Measures a directory of many files and counts the NFS operations that it takes for each entry, on a mount of your own:
//   npx tsx bench/usage-operations.ts /mnt/efs [--files 100000]
//   npx tsx bench/usage-operations.ts /srv/export/many --make [--files 100000]
//   npx tsx bench/usage-operations.ts /mnt/efs --existing many [--du 351522816]
// `--make` makes the files in a new directory, such as one on the file server, and measures nothing; `--existing` measures a
// directory of the mount that has them. Needs root and a directory of an NFS mount, which no other program uses meanwhile. Counts with /proc/self/mountstats.
// Compares the bytes with `du -s --block-size=1` and 2 KiB for each entry. `--du` gives what `du` said on the file server, where a
// computer without KVM would take long for it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { FileSystemPath, MeasureReceipt, UsageMeter } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { countOperations } from './nfs/operation-counts.js'

/** Files in one directory, and in each of many small ones. */
const WIDE = 0.5
const FILES_PER_DIRECTORY = 20
const METADATA_BYTES = 2048

/** Files and directories that `makeFiles` makes, the top included. */
function entriesOf(files: number): number {
  return files + 2 + Math.ceil((files - Math.floor(files * WIDE)) / FILES_PER_DIRECTORY)
}

function makeFiles(directory: string, files: number): void {
  mkdirSync(join(directory, 'wide'))
  const wide = Math.floor(files * WIDE)
  for (let n = 0; n < wide; n += 1) writeFileSync(join(directory, `wide/${n}`), n % 10 === 0 ? 'x'.repeat(n) : '')
  for (let n = 0; n < files - wide; n += 1) {
    const parent = join(directory, `small-${Math.floor(n / FILES_PER_DIRECTORY)}`)
    if (n % FILES_PER_DIRECTORY === 0) mkdirSync(parent)
    writeFileSync(join(parent, `${n}`), 'x')
  }
}

async function measured(meter: UsageMeter, path: FileSystemPath): Promise<MeasureReceipt> {
  const [result] = await meter.measureDirectories([{ path }], { operationsPerSecond: 1_000_000, maxMs: 3_600_000 })
  if (result === undefined) throw new Error('One result per directory.')
  return result.match(
    (receipt) => receipt,
    (error) => {
      throw error
    },
  )
}

interface Place {
  readonly mountPoint: string
  readonly directory: string
  readonly entries: number
  readonly blocks: () => number
}

const blocksOf = (directory: string): number =>
  Number(execFileSync('du', ['-s', '--block-size=1', directory], { encoding: 'utf8' }).split('\t')[0])

async function measure({ mountPoint, directory, entries, blocks }: Place): Promise<void> {
  // What this computer knows of the files from making them is forgotten, as on a computer that begins to measure.
  writeFileSync('/proc/sys/vm/drop_caches', '3')
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const begun = performance.now()
  const { value, total, text } = await countOperations(
    mountPoint,
    () => measured(driver, `/${basename(directory)}` as FileSystemPath),
    () => entries,
  )
  const seconds = (performance.now() - begun) / 1000
  if (value.outcome !== 'measured') throw new Error(`It is ${value.outcome}.`)
  const { usage } = value
  console.log(`entries            ${usage.entries} of ${entries}`)
  console.log(`operations         ${(total / entries).toFixed(3)} an entry: ${text}`)
  console.log(`time               ${seconds.toFixed(1)} s`)
  console.log(`most memory        ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
  const percent = (100 * usage.bytes) / (blocks() + METADATA_BYTES * entries)
  console.log(`bytes              ${usage.bytes}, ${percent.toFixed(2)}% of du and 2 KiB an entry`)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '100000' },
    make: { type: 'boolean', default: false },
    existing: { type: 'string' },
    du: { type: 'string' },
  },
})
const [place] = positionals
if (place === undefined) throw new Error('Give the mount point: npx tsx bench/usage-operations.ts /mnt/efs')
const files = Number(values.files)
if (values.make) {
  mkdirSync(place)
  makeFiles(place, files)
} else if (values.existing !== undefined) {
  const directory = join(place, values.existing)
  const { du } = values
  const blocks = () => (du === undefined ? blocksOf(directory) : Number(du))
  await measure({ mountPoint: place, directory, entries: entriesOf(files), blocks })
} else {
  const directory = mkdtempSync(join(place, 'usage-'))
  try {
    makeFiles(directory, files)
    await measure({ mountPoint: place, directory, entries: entriesOf(files), blocks: () => blocksOf(directory) })
  } finally {
    rmSync(directory, { recursive: true })
  }
}
