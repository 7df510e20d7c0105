#!/usr/bin/env node
// Prints the commands that deploy the template, and runs none of them.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseDomainId } from '@studio-efs/core'
import { deployCommands } from './deploy-commands.js'

const USAGE = `Usage: studio-efs-deploy <domain id> --bucket <S3 bucket>
         [--stack <name>] [--parameter <Name=value>]...

Prints the commands that deploy studio-efs.yaml; nothing is deployed until you run them. The AWS CLI uploads the
functions and the template to the bucket. The stack is called studio-efs unless told otherwise.`

const options = {
  bucket: { type: 'string' },
  stack: { type: 'string', default: 'studio-efs' },
  parameter: { type: 'string', multiple: true, default: [] as string[] },
} as const

function commandsFor(args: readonly string[]): string {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const domainId = parseDomainId(positionals[0])
  if (domainId.isErr()) throw domainId.error
  if (values.bucket === undefined) throw new Error('--bucket is missing.')
  return deployCommands({
    domainId: domainId.value,
    bucket: values.bucket,
    stackName: values.stack,
    templateFile: relative('', fileURLToPath(new URL('../cloudformation/studio-efs.yaml', import.meta.url))),
    parameters: values.parameter,
  })
}

try {
  console.log(commandsFor(process.argv.slice(2)))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 1
}
