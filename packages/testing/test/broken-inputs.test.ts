import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { sendBrokenInputs } from '../scripts/broken-inputs.js'

const { status } = spawnSync('python3', ['-c', 'import botocore'], { timeout: 60_000 })
const skipped = status === 0 ? '' : ' (skipped: python3 has no botocore here)'
/** 1 sends all of them. */
const share = Number(process.env['BROKEN_INPUTS_SHARE'] ?? 40)

it.skipIf(skipped !== '')(
  `a broken constraint is refused, and every reply has the shape of the service model${skipped}`,
  { timeout: 1_200_000 },
  async () => {
    const { sent, successes, crashes, wrongShapes } = await sendBrokenInputs(share)
    if (share === 1) process.stdout.write(`${sent} requests, ${successes} of them accepted\n`)
    expect({ crashes, wrongShapes }).toEqual({ crashes: [], wrongShapes: [] })
    expect(sent).toBeGreaterThan(100)
  },
)
