#!/usr/bin/env node
// Prints the commands that deploy the template, and runs none of them. `studio-efs deploy` is the same with more forms of output.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCommandLine, USAGE } from './command-line.js'
import { deploymentCommands } from './deployment-commands.js'

function fileOf(template: string): string {
  return relative('', fileURLToPath(new URL(`../cloudformation/${template}`, import.meta.url)))
}

const templates = { main: fileOf('studio-efs.yaml'), fanOut: fileOf('studio-efs-fanout.yaml') }
const commands = parseCommandLine(process.argv.slice(2)).andThen((given) => deploymentCommands({ ...given, templates }))
commands.match(
  (texts) => console.log(texts.join('\n\n')),
  ({ message }) => {
    console.error(`${message}\n\n${USAGE}`)
    process.exitCode = 1
  },
)
