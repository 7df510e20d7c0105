import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const include = ['packages/*/{src,test}/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts']

// Test files share a process, because importing the AWS SDK again takes half of a run. A file that replaces a module, a
// client's `send`, a global or a method, or changes the process itself, is found by its text and gets a process of its
// own, wherever it lies.
const CHANGES_THE_PROCESS =
  /\bvi\.(mock|doMock|resetModules|stub\w+|spyOn|useFakeTimers)\(|\bmockClient\(|\bprocess\.(umask|chdir|on|once)\(/

// Files with owners, modes, links, devices or a POSIX shell in them say nothing about Windows, where they are left out.
const NEEDS_POSIX =
  /\b(posixDriverFixture|posixDirectoryDriver|l?ch(own|mod)(Sync)?|umask|mkfifo|mknod|symlink(Sync)?)\b|'(unshare|sh|script|\/dev\/\w+)'/

const tests = ['packages', 'examples', 'scripts'].flatMap(testsBelow)
const withText = (pattern: RegExp) => tests.filter((path) => pattern.test(readFileSync(source(path), 'utf8')))
const isolated = withText(CHANGES_THE_PROCESS)
const leftOut = process.platform === 'win32' ? withText(NEEDS_POSIX) : []
if (leftOut.length > 0) console.warn(`Left out on Windows, because they need POSIX: ${leftOut.join(', ')}`)

function testsBelow(folder: string): readonly string[] {
  return readdirSync(source(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : testsBelow(path)
    return path.endsWith('.test.ts') ? [path] : []
  })
}

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
      { extends: true, test: { name: 'isolated', isolate: true, include: isolated } },
    ],
    reporters: process.env['CI_REPORT'] ? ['default', ['json', { outputFile: process.env['CI_REPORT'] }]] : ['default'],
  },
})
