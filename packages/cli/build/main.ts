// Writes dist/studio-efs.mjs with THIRD-PARTY-NOTICES.
import { writeProgram } from './bundle.js'

await writeProgram('dist')
