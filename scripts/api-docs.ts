// Writes docs/errors.md from the sources of core: `npx tsx scripts/api-docs.ts`. A test fails when they differ.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ErrorClass, type Operation, readExports } from './api-exports.js'

export const errorsPage = new URL('../docs/errors.md', import.meta.url)

const EXAMPLE = `\`\`\`ts
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { detachFromProfile } from '@studio-efs/core'

const result = await detachFromProfile(
  { sagemaker: new SageMakerClient({}) },
  { domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0' },
)
if (result.isErr()) {
  const { error } = result
  console.error(error.message, error.hint, error.page)
  if (error.name === 'ResourceNotFoundError') console.error('Is this the right account and Region?')
}
\`\`\``

/** One heading per error: the `page` of an error names it. */
export function errorsText(): string {
  const { operations, errors } = readExports()
  return `${[
    '# Errors of `@studio-efs/core`',
    'Every error that an operation returns: its meaning, its fields, and what to do. Use this page when an error\nnames it (`error.page`), and when you write code that branches on errors. An example:',
    EXAMPLE,
    'Branch on `name`, never on the message. `retryable` says whether the same call may succeed later without any other\nchange. Every error has a `hint` if the remedy is known, a `page`, which is its place below, and a `cause` where another\nerror is behind it. The classes come from `@studio-efs/core/errors`.',
    ...errors.map((error) =>
      errorText(
        error,
        operations.filter((operation) => operation.errors.includes(error.name)),
      ),
    ),
    'This page is made from the doc comments of the sources by `npx tsx scripts/api-docs.ts`.',
  ].join('\n\n')}\n`
}

function errorText({ name, doc, retryable, hint, fields }: ErrorClass, operations: readonly Operation[]): string {
  const answer = retryable === undefined ? 'depends on the case' : retryable ? 'yes' : 'no'
  const rows = fields.map((field) => `| \`${field.name}\` | ${code(field.type)} | ${cell(field.doc)} |`)
  return [
    `## \`${name}\``,
    paragraph(doc),
    `Retryable: ${answer}.${hint === undefined ? '' : ` What to do: ${paragraph(hint)}`}`,
    ...(rows.length > 0 ? [['| field | type | |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    ...(operations.length > 0 ? [`Returned by ${operations.map((each) => `\`${each.name}\``).join(', ')}.`] : []),
  ].join('\n\n')
}

function paragraph(doc: string): string {
  return doc.replaceAll(/\{@link (\w+)\}/g, '`$1`').replaceAll(/\s*\n\s*/g, '\n')
}

function code(type: string): string {
  return `\`${type.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')}\``
}

function cell(doc: string): string {
  return paragraph(doc).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(errorsPage, errorsText())
}
