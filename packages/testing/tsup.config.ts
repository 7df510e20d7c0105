import { defineConfig } from 'tsup'

const node = { platform: 'node', target: 'node20', silent: true } as const

export default defineConfig([
  {
    ...node,
    entry: { index: 'src/index.ts', cli: 'src/cli/main.ts' },
    format: ['esm'],
    dts: { entry: { index: 'src/index.ts' } },
    splitting: true,
    clean: true,
  },
  // For `require`, also in Jest, whose module system cannot load ESM: with everything inside that `require` cannot load.
  {
    ...node,
    entry: { index: 'src/index.ts' },
    format: ['cjs'],
    noExternal: ['@studio-efs/core', 'cborg', 'fast-xml-builder', 'p-limit'],
  },
])
