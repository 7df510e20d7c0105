// Writes dist/index.d.cts, the types of the CommonJS build: those of the ES module, with the imports of core marked as
// imports of an ES module, which `module: node16` needs.
import { readFileSync, writeFileSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const types = readFileSync(new URL('index.d.ts', dist), 'utf8')
const core = /^import (?:type )?(\{.*\}) from ('@studio-efs\/core[^']*');$/gm
writeFileSync(
  new URL('index.d.cts', dist),
  types.replaceAll(core, "import type $1 from $2 with { 'resolution-mode': 'import' };"),
)
