import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { facadeFile, facadeText } from './facade.js'
import { languageServiceOf } from './language-service.js'

const PAGE = 'packages/core/test/hover.ts'
const editor = languageServiceOf(
  new Map([
    [
      PAGE,
      `import type { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { createStudioEfs } from '@studio-efs/core'
declare const sagemaker: SageMakerClient
declare const directories: DirectoryDriver
const studioEfs = createStudioEfs({ sagemaker, directories })
const throwing = createStudioEfs({ sagemaker }, { errors: 'throw' })
studioEfs.onboardProfile
throwing.attachToProfile
throwing.removeFileSystem
studioEfs.removeFileSystem({ fileSystemId: 'fs-0123456789abcdef0' })
createStudioEfs({ sagemaker, loger: console })
createStudioEfs({ /* here */ })
`,
    ],
  ]),
)
const documentationOf = (text: string) => editor.documentationOf(PAGE, `${text}\n`)

test('the documentation of the methods is that of the free functions', () => {
  expect(readFileSync(facadeFile, 'utf8')).toBe(facadeText())
})

test('hovering over a method shows its documentation, with either kind of errors and without its client', () => {
  expect(documentationOf('onboardProfile')).toMatch(/^The profile has its own directory and lists it/)
  expect(documentationOf('attachToProfile')).toMatch(
    /^The profile's `CustomFileSystemConfigs` hold the file system once/,
  )
  expect(documentationOf('removeFileSystem')).toMatch(/^Nothing mounts the file system any more/)
})

test('the keys of the context are offered', () => {
  const offered = editor.completionsAfter(PAGE, 'createStudioEfs({ ')
  expect(offered).toEqual(expect.arrayContaining(['sagemaker', 'efs', 'ec2', 'logger', 'clock', 'domainCache']))
})

test('the compiler says which client is missing, and which key is unknown', () => {
  const [missing, unknown, ...more] = editor.problems(PAGE)
  expect(missing).toContain(
    `'ContextLacks<"efs: an EFSClient of @aws-sdk/client-efs" | "ec2: an EC2Client of @aws-sdk/client-ec2">' has no call`,
  )
  expect(unknown).toContain('"loger is no part of the context"')
  expect(more).toEqual([])
})
