// Writes src/props/studio-efs-props.ts: run it after a change of a parameter.
import { writeFileSync } from 'node:fs'
import { propsFile } from './props.js'

writeFileSync(new URL('../src/props/studio-efs-props.ts', import.meta.url), propsFile())
