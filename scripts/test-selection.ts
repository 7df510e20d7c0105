import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Groups of test files; paths are relative to the root, with `/`. */
export interface TestSelection {
  /** Files that change the process, and get one of their own. */
  readonly isolated: readonly string[]
  /** Files that do not run on this platform. */
  readonly leftOut: readonly string[]
}

/**
 * Test files share a process, because importing the AWS SDK again takes half of a run. A file that replaces a module, a
 * client's `send`, a global or a method, or changes the process itself, is found by its text, wherever it lies.
 */
const CHANGES_THE_PROCESS =
  /\bvi\.(mock|doMock|resetModules|stub\w+|spyOn|useFakeTimers)\(|\bmockClient\(|\bprocess\.(umask|chdir|on|once)\(/

/** Files with owners, modes, links, devices or a POSIX shell in them say nothing about Windows. */
const NEEDS_POSIX =
  /\b(posixDriverFixture|posixDirectoryDriver|l?ch(own|mod)(Sync)?|umask|mkfifo|mknod|symlink(Sync)?)\b|'(unshare|sh|script|\/dev\/\w+)'/

export function selectTests(root: string, platform: NodeJS.Platform): TestSelection {
  const texts = ['packages', 'examples', 'scripts']
    .flatMap((folder) => testsBelow(root, folder))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  const withText = (pattern: RegExp) => texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)
  return { isolated: withText(CHANGES_THE_PROCESS), leftOut: platform === 'win32' ? withText(NEEDS_POSIX) : [] }
}

function testsBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' || entry.name === 'dist' ? [] : testsBelow(root, path)
    }
    return path.endsWith('.test.ts') ? [path] : []
  })
}
