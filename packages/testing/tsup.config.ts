import { defineConfig } from 'tsup'

export default defineConfig([
  {
    entry: { index: 'src/index.ts', cli: 'src/cli/main.ts' },
    format: ['esm'],
    dts: { entry: { index: 'src/index.ts' } },
    splitting: true,
    target: 'node20',
    clean: true,
    banner: ({ format }) => (format === 'esm' ? {} : {}),
  },
])
