// Writes docs/reference.md from the sources of core: `npx tsx scripts/api-docs.ts`. A test fails when they differ.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ErrorClass, type Field, type Operation, readExports } from './api-exports.js'

export const referencePage = new URL('../docs/reference.md', import.meta.url)

export function referenceText(): string {
  const { operations, errors } = readExports()
  return `${[
    '# Reference of `@studio-efs/core`',
    'Made from the doc comments of the sources by `npx tsx scripts/api-docs.ts`.',
    'Every operation is a free function `(context, input)` and a method of `createStudioEfs(context)`. All but the two that\nare iterated return a `ResultAsync<Output, Error>`.',
    operations.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · '),
    ...operations.map(operationText),
    '## Errors',
    'Branch on `name`. `retryable`: whether the same call may succeed later without anybody changing anything.',
    errorTable(errors),
  ].join('\n\n')}\n`
}

function operationText({ name, doc, input, output, errors }: Operation): string {
  return [
    `## \`${name}\``,
    paragraph(doc),
    fieldTable('input', input),
    ...(output.length > 0 ? [fieldTable('output', output)] : []),
    ...(errors.length > 0 ? [`[Errors](#errors): ${errors.map((error) => `\`${error}\``).join(', ')}`] : []),
  ].join('\n\n')
}

function fieldTable(title: string, fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, type, optional, doc }) => `| \`${name}\`${optional ? '' : ' *'} | ${code(type)} | ${cell(doc)} |`,
  )
  return [`| ${title}${title === 'input' ? ' (* required)' : ''} | type | |`, '| --- | --- | --- |', ...rows].join('\n')
}

function errorTable(errors: readonly ErrorClass[]): string {
  const words = (retryable: boolean | undefined) => (retryable === undefined ? 'depends' : retryable ? 'yes' : 'no')
  const rows = errors.map(
    ({ name, doc, retryable, hint }) => `| \`${name}\` | ${cell(doc)} | ${words(retryable)} | ${cell(hint ?? '')} |`,
  )
  return ['| error | what it means | retryable | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n')
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

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(referencePage, referenceText())
