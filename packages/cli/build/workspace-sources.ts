import { fileURLToPath } from 'node:url'
import type { Options } from 'tsup'

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number]

/** Bundles the packages of this workspace from their sources, so that unused modules of them are dropped. */
export const sourcesOfTheWorkspace: EsbuildPlugin = {
  name: 'sources-of-the-workspace',
  setup(build) {
    build.onResolve({ filter: /^@studio-efs\/(core|lambda-handlers)(\/|$)/ }, ({ path }) => {
      const [, name = '', entry = 'index'] = /^@studio-efs\/([\w-]+)(?:\/(.+))?$/.exec(path) ?? []
      const url = new URL(`../../${name}/src/${entry}.ts`, import.meta.url)
      return { path: fileURLToPath(url), sideEffects: false }
    })
  },
}
