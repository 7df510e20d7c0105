// Measures a directory of many files and counts the NFS operations that it takes for each entry, on a mount of your own:
//   npx tsx bench/usage-operations.ts /mnt/efs [files]
// Needs root and a directory of an NFS mount, which no other program uses meanwhile. Counts with /proc/self/mountstats.
// Compares the bytes with `du --block-size=1` and 2 KiB for each entry.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FileSystemPath, MeasureReceipt, UsageMeter } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'

/** Files in one directory, and in each of many small ones. */
const WIDE = 0.5
const FILES_PER_DIRECTORY = 20
const METADATA_BYTES = 2048

/** Operations by name, such as LOOKUP, since the file system was mounted. */
function countsOf(mountPoint: string): ReadonlyMap<string, number> {
  const text = readFileSync('/proc/self/mountstats', 'utf8')
  const section = text.split(/^device /m).find((part) => part.includes(` mounted on ${mountPoint} with fstype nfs`))
  if (section === undefined) throw new Error(`${mountPoint} is not the mount point of an NFS file system.`)
  const [, operations = ''] = section.split('per-op statistics')
  return new Map(
    [...operations.matchAll(/^\s*([A-Z_]+): (\d+)/gm)].map(([, name, count]) => [`${name}`, Number(count)]),
  )
}

function makeFiles(directory: string, files: number): number {
  mkdirSync(join(directory, 'wide'))
  const wide = Math.floor(files * WIDE)
  for (let n = 0; n < wide; n += 1) writeFileSync(join(directory, `wide/${n}`), n % 10 === 0 ? 'x'.repeat(n) : '')
  let directories = 2
  for (let n = 0; n < files - wide; n += 1) {
    const parent = join(directory, `small-${Math.floor(n / FILES_PER_DIRECTORY)}`)
    if (n % FILES_PER_DIRECTORY === 0) {
      mkdirSync(parent)
      directories += 1
    }
    writeFileSync(join(parent, `${n}`), 'x')
  }
  return files + directories
}

async function measured(meter: UsageMeter, path: FileSystemPath): Promise<MeasureReceipt> {
  const [result] = await meter.measureDirectories([{ path }], { operationsPerSecond: 1_000_000, maxMs: 900_000 })
  if (result === undefined) throw new Error('One result per directory.')
  return result.match(
    (receipt) => receipt,
    (error) => {
      throw error
    },
  )
}

const [mountPoint, files = '100000'] = process.argv.slice(2)
if (mountPoint === undefined) throw new Error('Give the mount point: npx tsx bench/usage-operations.ts /mnt/efs')
const directory = mkdtempSync(join(mountPoint, 'usage-'))
try {
  const entries = makeFiles(directory, Number(files))
  // What this computer knows of the files from making them is forgotten, as on a computer that begins to measure.
  writeFileSync('/proc/sys/vm/drop_caches', '3')
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const before = countsOf(mountPoint)
  const begun = performance.now()
  const receipt = await measured(driver, `/${basename(directory)}` as FileSystemPath)
  const seconds = (performance.now() - begun) / 1000
  const after = countsOf(mountPoint)
  if (receipt.outcome !== 'measured') throw new Error(`It is ${receipt.outcome}.`)
  const made = [...after].flatMap(([name, count]) => {
    const each = count - (before.get(name) ?? 0)
    return each > 0 ? [`${name} ${each}`] : []
  })
  const total = [...after].reduce((sum, [name, count]) => sum + count - (before.get(name) ?? 0), 0)
  const du = Number(execFileSync('du', ['-s', '--block-size=1', directory], { encoding: 'utf8' }).split('\t')[0])
  const expected = du + METADATA_BYTES * entries
  console.log(`entries            ${receipt.usage.entries} of ${entries}`)
  console.log(`operations         ${(total / entries).toFixed(3)} an entry: ${made.join(', ')}`)
  console.log(
    `bytes              ${receipt.usage.bytes}, ${((100 * receipt.usage.bytes) / expected).toFixed(2)}% of du and 2 KiB an entry`,
  )
  console.log(`time               ${seconds.toFixed(1)} s`)
  console.log(`most memory        ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
} finally {
  rmSync(directory, { recursive: true })
}
