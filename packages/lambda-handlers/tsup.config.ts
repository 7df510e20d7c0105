import { defineConfig } from 'tsup'
import { bundleNames } from './build/bundles.js'

const handlers = Object.fromEntries(bundleNames.map((name) => [name, `src/${name}.ts`]))

export default defineConfig({
  entry: { ...handlers, deploy: 'src/deploy/main.ts' },
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: { entry: handlers },
  splitting: true,
  clean: true,
  silent: true,
})
