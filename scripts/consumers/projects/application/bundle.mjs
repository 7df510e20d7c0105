// Bundles a program for Node with esbuild, everything inside: `node bundle.mjs <program> <bundle>`.
import { build } from 'esbuild'

const [, , entry, outfile] = process.argv
const banner = "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)"
await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', banner: { js: banner } })
