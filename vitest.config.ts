import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@studio-efs\/core\/(.*)$/, replacement: source('./packages/core/src/$1.ts') },
      { find: /^@studio-efs\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: '@studio-efs/testing', replacement: source('./packages/testing/src/index.ts') },
      { find: /^@studio-efs\/lambda-handlers\/(.*)$/, replacement: source('./packages/lambda-handlers/src/$1.ts') },
    ],
  },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts'],
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    reporters: process.env['CI_REPORT'] ? ['default', ['json', { outputFile: process.env['CI_REPORT'] }]] : ['default'],
  },
})
