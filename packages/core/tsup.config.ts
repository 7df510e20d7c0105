import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/directories.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: true,
  splitting: true,
  clean: true,
  silent: true,
})
