import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Options } from 'tsup'

export type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/** Files of the AWS SDK; esbuild's paths have backslashes on Windows. */
export const SDK_FILE = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/].*\.js$/

/** Changes the text of some files of the AWS SDK. */
export interface SdkRewrite {
  readonly name: string
  /** Path in `node_modules`. `*` stands for any part of a name; `client-*` for each AWS client of the bundle. */
  readonly files: string
  rewrite(text: string): string | Promise<string>
}

/**
 * Bundles files of the AWS SDK with the text that the rewrites give them; those of one file apply in order. The build fails
 * if a rewrite changes nothing although the bundle has an AWS client, or the client that `files` names.
 */
export function slimSdk(rewrites: readonly SdkRewrite[]): EsbuildPlugin {
  return {
    name: 'slim-sdk',
    setup(build) {
      const clients = new Set<string>()
      const rewritten = new Set<string>()
      build.onLoad({ filter: SDK_FILE }, async ({ path }) => {
        const file = path.replaceAll('\\', '/')
        const [, client] = /\/node_modules\/@aws-sdk\/(client-[^/]+)\//.exec(file) ?? []
        if (client !== undefined) clients.add(client)
        const matching = rewrites.filter(({ files }) => patternOf(files).test(file))
        if (matching.length === 0) return undefined
        let contents = await readFile(path, 'utf8')
        for (const { name, files, rewrite } of matching) {
          const before = contents
          contents = await rewrite(before)
          if (contents !== before) rewritten.add(`${name} of ${filesOf(files, client)}`)
        }
        return { contents, loader: 'js', resolveDir: dirname(path) }
      })
      build.onEnd(() => {
        const expected = rewrites.flatMap(({ name, files }) =>
          clientsOf(files, clients).map((client) => `${name} of ${filesOf(files, client)}`),
        )
        const idle = [...new Set(expected)].filter((each) => !rewritten.has(each))
        return {
          errors: idle.map((each) => ({
            text: `Nothing to rewrite by ${each}. Has it moved, or changed, in this version of the AWS SDK?`,
          })),
        }
      })
    },
  }
}

function patternOf(files: string): RegExp {
  return new RegExp(`/node_modules/${files.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`)
}

function filesOf(files: string, client = 'client-*'): string {
  return files.replace('client-*', client)
}

/** The clients of the bundle that a rewrite is for. */
function clientsOf(files: string, clients: ReadonlySet<string>): readonly string[] {
  const [, only] = /^@aws-sdk\/(client-[a-z0-9]+)\//.exec(files) ?? []
  return [...clients].filter((client) => only === undefined || client === only)
}
