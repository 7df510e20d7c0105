// Biome formats and lints; ESLint is here for one rule that Biome has no counterpart of: a Result must be used.
import tseslint from 'typescript-eslint'
import { mustUseResult } from './scripts/eslint-must-use-result.mjs'

export default [
  { ignores: ['**/dist/**', '**/node_modules/**'] },
  {
    // Not in tests and benches: the rule does not see that assertOk(await ...) uses the result.
    files: ['packages/*/src/**/*.ts', 'examples/**/*.ts'],
    ignores: ['**/*.test.ts'],
    languageOptions: {
      parser: tseslint.parser,
      // The root's configuration resolves our packages to their sources: what is built makes no difference.
      parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { neverthrow: mustUseResult },
    rules: { 'neverthrow/must-use-result': 'error' },
  },
]
