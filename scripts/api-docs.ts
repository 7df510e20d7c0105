// Writes docs/reference.md and docs/errors.md from the sources of core: `npx tsx scripts/api-docs.ts`. A test fails when
// they differ.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ErrorClass, type Field, type Operation, readExports } from './api-exports.js'

export const referencePage = new URL('../docs/reference.md', import.meta.url)
export const errorsPage = new URL('../docs/errors.md', import.meta.url)

export function referenceText(): string {
  const { operations } = readExports()
  return `${[
    '# Reference of `@studio-efs/core`',
    'Made from the doc comments of the sources by `npx tsx scripts/api-docs.ts`.',
    'Every operation is a free function `(context, input)` and a method of `createStudioEfs(context)`. All but the two that\nare iterated return a `ResultAsync<Output, Error>`.',
    operations.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · '),
    ...operations.map(operationText),
  ].join('\n\n')}\n`
}

function operationText({ name, doc, input, output, errors }: Operation): string {
  return [
    `## \`${name}\``,
    paragraph(doc),
    fieldTable('input', input),
    ...(output.length > 0 ? [fieldTable('output', output)] : []),
    ...(errors.length > 0 ? [`Errors: ${errors.map(errorLink).join(', ')}`] : []),
  ].join('\n\n')
}

function fieldTable(title: string, fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, type, optional, doc }) => `| \`${name}\`${optional ? '' : ' *'} | ${code(type)} | ${cell(doc)} |`,
  )
  return [`| ${title}${title === 'input' ? ' (* required)' : ''} | type | |`, '| --- | --- | --- |', ...rows].join('\n')
}

function errorLink(name: string): string {
  return `[\`${name}\`](errors.md#${name.toLowerCase()})`
}

/** One heading per error: the `page` of an error names it. */
export function errorsText(): string {
  const { operations, errors } = readExports()
  return `${[
    '# Errors of `@studio-efs/core`',
    'Made from the doc comments of the sources by `npx tsx scripts/api-docs.ts`.',
    'Branch on `name`, never on the message. `retryable` says whether the same call may succeed later without any other\nchange. Every error has a `hint` if the remedy is known, a `page`, which is its place below, and a `cause` where another\nerror is behind it. The classes come from `@studio-efs/core/errors`.',
    ...errors.map((error) =>
      errorText(
        error,
        operations.filter((operation) => operation.errors.includes(error.name)),
      ),
    ),
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
    ...(operations.length > 0
      ? [
          `Returned by ${operations.map((each) => `[\`${each.name}\`](reference.md#${each.name.toLowerCase()})`).join(', ')}.`,
        ]
      : []),
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
  writeFileSync(referencePage, referenceText())
  writeFileSync(errorsPage, errorsText())
}
