import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { type Reported, type RuntimeApi, startRuntimeApi } from './runtime-api.js'

export interface FunctionOptions {
  /** The deployment package. */
  readonly zip: Uint8Array
  /** Path of the Node binary. */
  readonly node: string
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds. Default 60,000. */
  readonly timeoutMs?: number
}

/** A function as Lambda runs it: its zip, unpacked, in a process of its own that speaks the runtime API. */
export interface FunctionProcess {
  /** Resolves with the handler's reply; rejects with its error, by name and message. */
  invoke(event: unknown): Promise<unknown>
  /** Parsed lines of standard output. */
  readonly records: readonly Record<string, unknown>[]
  stop(): void
}

export async function startFunction(options: FunctionOptions): Promise<FunctionProcess> {
  const { zip, node, environment, timeoutMs = 60_000 } = options
  const root = mkdtempSync(join(tmpdir(), 'studio-efs-function-'))
  for (const [name, content] of Object.entries(unzipSync(zip))) writeFileSync(join(root, name), content)
  const api = await startRuntimeApi()
  const child = run(node, root, api, environment)
  const records: Record<string, unknown>[] = []
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => records.push(JSON.parse(line)))
  return {
    records,
    invoke: async (event) => answerOf(await Promise.race([api.invoke(event, timeoutMs), api.initError, exited(child)])),
    stop() {
      child.kill()
      api.close()
      rmSync(root, { recursive: true })
    },
  }
}

function run(node: string, root: string, api: RuntimeApi, environment: FunctionOptions['environment']): ChildProcess {
  return spawn(node, [fileURLToPath(new URL('./bootstrap.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'under-test',
      LAMBDA_TASK_ROOT: root,
      _HANDLER: 'index.handler',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'fake',
      AWS_SECRET_ACCESS_KEY: 'fake',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...environment,
    },
  })
}

function exited(child: ChildProcess): Promise<Reported> {
  return new Promise((resolve) => {
    child.once('exit', (code) =>
      resolve({ kind: 'error', errorType: 'Runtime.ExitError', errorMessage: `exit status ${code}` }),
    )
  })
}

function answerOf(reported: Reported): unknown {
  if (reported.kind === 'response') return JSON.parse(reported.payload)
  throw Object.assign(new Error(reported.errorMessage), { name: reported.errorType })
}
