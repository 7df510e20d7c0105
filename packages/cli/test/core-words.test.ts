import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as core from '@studio-efs/core'
import { expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { inWordsOf, terminalSentence } from '../src/view/error-text.js'
import { HINTS } from '../src/view/hint-words.js'
import { commandOf, optionOf } from '../src/view/operation-words.js'
import { commandNamed, programOf } from './reference.js'

const folder = fileURLToPath(new URL('../../core/src', import.meta.url))
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
)

/** Texts of a file that read like a sentence, or a part of one. */
function sentencesIn(path: string): readonly string[] {
  const code = readFileSync(join(folder, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const literals = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
  return literals
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .map((text) => text.replaceAll(/\$\{[^}]*\}/g, '…'))
    .filter((text) => / \w+ /.test(text))
}

const sentences = paths.flatMap(sentencesIn)

/** Names of AWS, of logs and of parts that every command brings: nothing that a reader of a terminal could set. */
const OTHERS = [
  ...['enableDnsHostnames', 'enableDnsSupport', 'eventSource', 'eventName', 'errorCode'],
  ...['posixDirectoryDriver', 'lambdaDirectoryDriver', 'cloudWatch', 'onProgress', 'crossCheck', 'hiddenProfiles'],
]

const camelCase = /(?<![\w./{-])[a-z]+(?:[A-Z][a-z]*)+\b(?![}/])/g

test('every sentence of core names commands and options to a reader who has no others', () => {
  expect(sentences.length).toBeGreaterThan(400)
  const left = sentences.flatMap((text) =>
    [...terminalSentence(text).matchAll(camelCase)]
      .filter(([name]) => !OTHERS.includes(name))
      .map(([name]) => `${name}: ${text}`),
  )
  expect(left).toEqual([])
})

/** `DeleteApp`, and not the IAM action `sagemaker:DeleteApp`. */
const awsOperation =
  /(?<![\w:])(?:Add|Associate|Authorize|Cancel|Create|Delete|Describe|Disable|Enable|Get|List|Modify|Put|Remove|Replace|Revoke|Start|Stop|Update)(?:[A-Z][a-z]+)+\b/g

test('no sentence of core advises a request of AWS to a reader who has the AWS CLI and the console', () => {
  // The purposes of the IAM tables are for the docs.
  const shown = paths.filter((path) => !path.startsWith('iam/')).flatMap(sentencesIn)
  expect(shown.filter((text) => text.match(awsOperation)).length).toBeGreaterThan(4)
  expect(shown.filter((text) => terminalSentence(text).match(awsOperation))).toEqual([])
})

test('every advice that is replaced is one of core', () => {
  const code = sentences.join('\n').replaceAll("\\'", "'")
  const composed = sentences
    .filter((text) => /^[A-Z][\w ]{10,}….*\.$/.test(text))
    .map((text) => new RegExp(`^${text.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&').replaceAll('…', '.+')}$`))
  const isOfCore = (advice: string) => code.includes(advice) || composed.some((pattern) => pattern.test(advice))
  expect(HINTS.map(([advice]) => advice).filter((advice) => !isOfCore(advice))).toEqual([])
})

test('no sentence of core names a file of the documentation, which its reader does not have', () => {
  expect(sentences.filter((text) => /\w\.md\b|\bdocs\//.test(text))).toEqual([])
})

test('every operation that has a command is translated to one that exists', () => {
  const program = programOf()
  const operations = Object.keys(core).filter((name) => commandOf(name) !== undefined)
  expect(operations.length).toBeGreaterThan(20)
  for (const name of operations) {
    const words = (commandOf(name) ?? '').split(' ').slice(1)
    expect([name, words.reduce(commandNamed, program).name()]).toEqual([name, words.at(-1)])
  }
})

test('every option that a sentence may name exists', () => {
  const program = programOf()
  const all = new Set(
    commands.flatMap(({ usage }) =>
      usage
        .split(' ')
        .filter((word) => /^[a-z]/.test(word))
        .reduce(commandNamed, program)
        .options.map(({ long }) => long),
    ),
  )
  const fields = [...sentences.join('\n').matchAll(/\b[a-z]+(?:[A-Z][a-z]*)*\b/g)].flatMap(
    ([name]) => optionOf(name) ?? [],
  )
  expect(new Set(fields).size).toBeGreaterThan(15)
  expect([...new Set(fields)].filter((option) => !all.has(option))).toEqual([])
})

test.each([
  ["set whileListed to 'remove', and more", 'add --while-listed remove, and more'],
  ["Run attachToSpaces with running: 'restart'.", 'Run studio-efs spaces attach with --running restart.'],
  ["say previousOwner: 'archive' or 'adopt'.", 'add --previous-owner archive or adopt.'],
  [
    "as ensureFileSystemForDomain's fileSystemPolicy 'none' does",
    'as studio-efs ensure --file-system-policy none does',
  ],
  [
    'Delete one in error (DeleteMountTarget), and go on.',
    'Delete one in error (aws efs delete-mount-target), and go on.',
  ],
  ['User profile d-abc/DeleteApp is DeleteApp-2.', 'User profile d-abc/DeleteApp is DeleteApp-2.'],
  // Names of users and of their directories stay as they are.
  [
    'User profile d-abc/maxShare has /maxShare and maxShare-2.',
    'User profile d-abc/maxShare has /maxShare and maxShare-2.',
  ],
  ['An app is running in this scope.', 'An app is running in this scope.'],
  ['a layout such as /{domainId}/{userProfileName}', 'a layout such as /{domainId}/{userProfileName}'],
])('%s', (core, here) => {
  expect(terminalSentence(core)).toBe(here)
})

test('the words of the command itself come first', () => {
  const names = { arguments: ['domain-id'], options: [] }
  expect(inWordsOf(names, 'both domainId and userProfileName')).toBe('both <domain-id> and --user-profile')
})
