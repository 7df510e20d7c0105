// Prints each promise of performance next to the figure that this machine reaches: ratios within one run.
// Exits with 1 when a promise is broken. `npm run bench -- handlers` runs one bench by its name.
import Table from 'cli-table3'
import { benchBackfill } from './backfill.js'
import { benchClaims } from './claims.js'
import { benchDirectories } from './directories.js'
import { benchEnsureFileSystem } from './ensure-file-system.js'
import { benchHandlers } from './handlers.js'
import { benchReplay } from './replay.js'
import type { Bench, Row } from './row.js'
import { benchShare } from './share.js'
import { benchSpaces } from './spaces.js'
import { benchTesting } from './testing.js'
import { benchTwoFunctions } from './two-functions.js'
import { benchWarmEvent } from './warm-event.js'

const benches: Readonly<Record<string, Bench>> = {
  'ensure-file-system': benchEnsureFileSystem,
  share: benchShare,
  directories: benchDirectories,
  claims: benchClaims,
  handlers: benchHandlers,
  'two-functions': benchTwoFunctions,
  testing: benchTesting,
  'warm-event': benchWarmEvent,
  backfill: benchBackfill,
  spaces: benchSpaces,
  replay: benchReplay,
}

const wanted = process.argv.slice(2)
const rows: Row[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} ...\n`)
  rows.push(...(await bench().catch((error: unknown) => [brokenRow(name, error)])))
}
const table = new Table({ head: ['measure', 'asked', 'reached', ''], style: { head: [], border: [] } })
for (const { measure, asked, reached, holds } of rows) table.push([measure, asked, reached, holds ? 'ok' : 'MISSED'])
console.log(table.toString())
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1

function brokenRow(name: string, error: unknown): Row {
  console.error(error)
  return { measure: name, asked: 'an end', reached: error instanceof Error ? error.name : 'an error', holds: false }
}
