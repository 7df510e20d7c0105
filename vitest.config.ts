import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { selectTests } from './scripts/test-selection.js'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const include = ['packages/*/{src,test}/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts']

const { isolated, leftOut } = selectTests(source('.'), process.platform)
if (leftOut.length > 0) console.warn(`Left out on Windows, because they need POSIX: ${leftOut.join(', ')}`)

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@studio-efs\/core\/(.*)$/, replacement: source('./packages/core/src/$1.ts') },
      { find: /^@studio-efs\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: '@studio-efs/testing', replacement: source('./packages/testing/src/index.ts') },
      { find: '@studio-efs/cdk', replacement: source('./packages/cdk/src/index.ts') },
      { find: /^@studio-efs\/lambda-handlers\/(.*)$/, replacement: source('./packages/lambda-handlers/src/$1.ts') },
    ],
  },
  test: {
    // Property tests take seconds on a busy machine; a test that hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Vitest leaves one core free by itself, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          include,
          exclude: [...configDefaults.exclude, ...isolated, ...leftOut],
        },
      },
      {
        extends: true,
        test: { name: 'isolated', isolate: true, include: isolated.filter((path) => !leftOut.includes(path)) },
      },
    ],
    reporters: process.env['CI_REPORT'] ? ['default', ['json', { outputFile: process.env['CI_REPORT'] }]] : ['default'],
  },
})
