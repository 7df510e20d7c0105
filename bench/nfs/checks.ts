// Checks what real NFS promises to claims, archives and uids, on a mount of your own:
//   npx tsx bench/nfs/checks.ts /mnt/efs [--second /mnt/efs-again] [--files 3000] [suite|races|purge|squashed ...]
// Needs root and a whole NFS mount that nothing else uses, whose `.studio-efs` it fills. `--second` is the same file system,
// mounted once more with `nosharecache`: its processes see one another as those of two computers do. `squashed` is for a mount
// where root does not act as root.
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import type { Row } from '../row.js'
import { type ChildWork, doWork } from './child.js'
import { checkPurge } from './purge.js'
import { checkRaces } from './races.js'
import { checkSquashed } from './squashed.js'
import { checkSuite } from './suite.js'

async function check(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { second: { type: 'string' }, files: { type: 'string', default: '3000' } },
  })
  const [mountPoint, ...wanted] = positionals
  if (mountPoint === undefined) throw new Error('Give the mount point: npx tsx bench/nfs/checks.ts /mnt/efs')
  const checks: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
    suite: () => checkSuite(mountPoint),
    races: () => checkRaces({ first: mountPoint, second: values.second ?? mountPoint }),
    purge: () => checkPurge(mountPoint, Number(values.files)),
    squashed: () => checkSquashed(mountPoint),
  }
  const rows: Row[] = []
  for (const name of wanted.length > 0 ? wanted : ['suite', 'races', 'purge']) {
    process.stderr.write(`${name} ...\n`)
    rows.push(...((await checks[name]?.()) ?? []))
  }
  const table = new Table({ head: ['check', 'asked', 'reached', ''], style: { head: [], border: [] } })
  for (const { measure, asked, reached, holds } of rows) table.push([measure, asked, reached, holds ? 'ok' : 'MISSED'])
  console.log(table.toString())
  process.exitCode = rows.length > 0 && rows.every(({ holds }) => holds) ? 0 : 1
}

const [, , first, work] = process.argv
if (first === 'child') await doWork(JSON.parse(`${work}`) as ChildWork)
else await check()
