import { defineConfig } from 'tsup'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/errors.ts',
    'src/directories.ts',
    'src/posix.ts',
    'src/lambda.ts',
    'src/cloudtrail.ts',
    'src/iam.ts',
    'src/driver-kit.ts',
  ],
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: true,
  splitting: true,
  clean: true,
  silent: true,
})
