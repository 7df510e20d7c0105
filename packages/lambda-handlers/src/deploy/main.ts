#!/usr/bin/env node
// Prints the commands that deploy the template, and runs none of them.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseDomainId } from '@studio-efs/core'
import { deployCommands, fanOutCommands } from './deploy-commands.js'
import { parseStackName } from './stack-name.js'

const USAGE = `Usage: studio-efs-deploy <domain id> --bucket <S3 bucket>
         [--stack <name>] [--parameter <Name=value>]... [--tag <Key=value>]... [--fan-out <S3 bucket of the list>]

Prints the commands that deploy studio-efs.yaml; nothing is deployed until you run them. The AWS CLI uploads the
functions and the template to the bucket. The name of the stack defaults to studio-efs, and may not contain sagemaker.
A tag goes to the stack and, as the parameter Tags, to the file system and the
security groups. The last command starts the first run at once. With --fan-out, the commands for studio-efs-fanout.yaml beside that stack follow.`

const options = {
  bucket: { type: 'string' },
  stack: { type: 'string', default: 'studio-efs' },
  parameter: { type: 'string', multiple: true, default: [] as string[] },
  tag: { type: 'string', multiple: true, default: [] as string[] },
  'fan-out': { type: 'string' },
} as const

function commandsFor(args: readonly string[]): string {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const domainId = parseDomainId(positionals[0])
  if (domainId.isErr()) throw domainId.error
  const { bucket, stack, parameter: parameters, tag: tags, 'fan-out': listBucket } = values
  const named = parseStackName(stack)
  if (named.isErr()) throw named.error
  const stackName = named.value
  if (bucket === undefined) throw new Error('--bucket is missing.')
  const templateFile = fileOf('studio-efs.yaml')
  const main = deployCommands({ domainId: domainId.value, bucket, stackName, templateFile, parameters, tags })
  if (listBucket === undefined) return main
  const fanOut = { bucket, stackName, listBucket, parameters, tags, templateFile: fileOf('studio-efs-fanout.yaml') }
  return `${main}\n\n${fanOutCommands(fanOut)}`
}

function fileOf(template: string): string {
  return relative('', fileURLToPath(new URL(`../cloudformation/${template}`, import.meta.url)))
}

try {
  console.log(commandsFor(process.argv.slice(2)))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 1
}
