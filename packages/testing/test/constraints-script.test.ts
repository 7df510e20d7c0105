import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../scripts/constraints.py', import.meta.url))
const committed = /^BOTOCORE = "(.+)"$/m.exec(readFileSync(script, 'utf8'))?.[1]

function python(...parameters: string[]) {
  return spawnSync('python3', parameters, { encoding: 'utf8', timeout: 120_000 })
}

const { status, stdout } = python('-c', 'import botocore; print(botocore.__version__)')
const installed = status === 0 ? stdout.trim() : undefined
const skipped =
  installed === undefined
    ? ' (skipped: python3 has no botocore here)'
    : installed === committed
      ? ''
      : ` (skipped: the tables are from botocore ${committed}, and ${installed} is installed here)`

it.skipIf(skipped !== '')(
  `the committed models are what the script makes of botocore${skipped}`,
  () => {
    expect(python(script, '--check')).toMatchObject({ status: 0, stderr: '' })
  },
  180_000,
)
