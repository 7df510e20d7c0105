import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BundleName, maxBundleBytes } from '../packages/lambda-handlers/build/bundles.js'
import { median, type Row } from './row.js'

const ROUNDS = 9
const handlers = new URL('../packages/lambda-handlers/', import.meta.url)
const bundles = new URL('dist/bundles/', handlers)

/** Import time against the SageMaker client's: lower for the directory function, which needs no AWS SDK. */
function maxRatio(name: string): number {
  return name === 'provision-directories' ? 0.05 : 0.2
}

/**
 * Size and import time of every handler as it is shipped, against the whole SageMaker client as it is installed. Within a
 * round they take turns, so that other load affects all of them.
 */
export async function benchHandlers(): Promise<readonly Row[]> {
  const names = readdirSync(bundles).sort()
  const rounds = Array.from({ length: ROUNDS }, () => ({
    client: importMs('@aws-sdk/client-sagemaker'),
    bundles: new Map(names.map((name) => [name, importMs(new URL(`${name}/index.mjs`, bundles).href)])),
  }))
  return names.flatMap((name) => {
    const times = rounds.map((round) => ({ bundle: round.bundles.get(name) ?? Number.NaN, client: round.client }))
    return rowsOf(name, times)
  })
}

interface Times {
  readonly bundle: number
  readonly client: number
}

function rowsOf(name: string, times: readonly Times[]): readonly Row[] {
  const limits = { ratio: maxRatio(name), kilobytes: maxBundleBytes(name as BundleName) / 1000 }
  const ratio = median(times.map(({ bundle, client }) => bundle / client))
  const inMs = [median(times.map(({ bundle }) => bundle)), median(times.map(({ client }) => client))]
  const kilobytes = Math.ceil(statSync(fileURLToPath(new URL(`${name}/index.mjs`, bundles))).size / 1000)
  return [
    {
      measure: `${name}: import, against @aws-sdk/client-sagemaker`,
      asked: `≤ ${limits.ratio}`,
      reached: `${ratio.toFixed(3)} (${inMs.map((ms) => ms.toFixed(0)).join(' of ')} ms)`,
      holds: ratio <= limits.ratio,
    },
    {
      measure: `${name}: size of the bundle`,
      asked: `≤ ${limits.kilobytes} KB`,
      reached: `${kilobytes} KB`,
      holds: kilobytes <= limits.kilobytes,
    },
  ]
}

/** Imports in a new process, so that nothing is loaded yet. */
function importMs(specifier: string): number {
  const program = `const t = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - t)`
  const environment = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const options = { cwd: fileURLToPath(handlers), env: environment, encoding: 'utf8' } as const
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], options))
}
