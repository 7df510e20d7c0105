import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { type FakeAws, memoryDirectoryDriver, readyStudio } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { terminal } from './terminal.js'

const NAME = 'studio-efs-directories-0a1b2c3d'

/** A studio with the stack of the template: its function, and its exports. */
function studio({ stacks = ['studio-efs'] }: { readonly stacks?: readonly string[] } = {}) {
  const ready = readyStudio({ userProfileNames: ['alice'] })
  const { fake, domainId: SageMakerDomainId, fileSystemId: FileSystemId } = ready
  const directories = memoryDirectoryDriver()
  for (const [at, StackName] of stacks.entries()) {
    const DirectoryFunction = `${NAME}${at === 0 ? '' : at}`
    fake.functions.register(DirectoryFunction, async (event) => unwrap(answerDirectoryRequest(directories, event)))
    fake.seed.stackExports({ StackName, outputs: { DirectoryFunction, FileSystemId, SageMakerDomainId } })
  }
  return { ...ready, directories, run: terminal(fake) }
}

const invoked = ({ calls }: FakeAws) =>
  new Set(calls.filter(({ operation }) => operation === 'Invoke').map(({ input }) => Object(input).FunctionName))

describe('the directory function', () => {
  test('is that of the only stack for the file system, and is named beside the result', async () => {
    const { fake, run, fileSystemId, domainId, directories } = studio()
    const { err, status } = await run('onboard', domainId, 'alice', '-f', fileSystemId)
    expect([status, err]).toEqual([0, `directory function: ${NAME}, of the stack studio-efs for ${fileSystemId}\n`])
    expect([...invoked(fake)]).toEqual([NAME])
    expect(directories.entries().map(({ path }) => path)).toContain('/alice')
  })

  test('is that of the domain where no file system is named', async () => {
    const { run, fileSystemId, domainId } = studio()
    const { err } = await run('provision', domainId, 'alice', '--dry-run')
    expect(err).toBe(
      `directory function: ${NAME}, of the stack studio-efs of domain ${domainId}, for ${fileSystemId}\n`,
    )
  })

  test('of several stacks is asked for by the option, with the names to choose from', async () => {
    const { fake, run, fileSystemId } = studio({ stacks: ['one', 'two'] })
    const { err, status } = await run('backfill', '-f', fileSystemId, '--dry-run')
    expect(status).toBe(2)
    expect(err).toContain(`\n  --directory-function ${NAME}  (stack one, ${fileSystemId}, d-studio)`)
    expect(err).toContain(`\n  --directory-function ${NAME}1  (stack two, ${fileSystemId}, d-studio)`)
    expect(invoked(fake).size).toBe(0)
  })

  test('that no stack has, or that may not be looked for, is asked for by the option', async () => {
    const { fake, run, fileSystemId } = studio({ stacks: [] })
    const words = ['backfill', '-f', fileSystemId]
    const none = await run(...words)
    fake.inject({ service: 'cloudformation', when: () => true, fault: { kind: 'error', code: 'AccessDenied' } })
    const denied = await run(...words)
    for (const { err, status } of [none, denied])
      expect([status, err]).toEqual([2, expect.stringContaining('add --mount-path or --directory-function.')])
    expect(denied.err).toContain('ListExports of the exports of this Region failed with AccessDenied')
  })

  test('makes status read the directories of its file system, and is no condition for the rest', async () => {
    const { fake, run, fileSystemId, domainId } = studio()
    await run('onboard', domainId, 'alice', '-f', fileSystemId)
    await fake.clock.advance(60_000)
    const found = await run('status', '-o', 'json')
    expect(JSON.parse(found.out).profiles[0].directory).toMatchObject({ path: '/alice', exists: true })
    fake.inject({ service: 'cloudformation', when: () => true, fault: { kind: 'error', code: 'AccessDenied' } })
    const without = await run('status', '-o', 'json')
    expect([without.status, without.err, JSON.parse(without.out).profiles[0].directory]).toEqual([0, '', undefined])
  })

  test('of several stacks leaves the directories out of a status, and says so', async () => {
    const { run } = studio({ stacks: ['one', 'two'] })
    const { err, status } = await run('status')
    expect([status, err]).toEqual([0, expect.stringContaining('Without it, directories are left out.')])
  })
})
