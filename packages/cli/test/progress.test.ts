import { readyStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import type { Session } from '../src/command/session.js'
import { progressLines } from '../src/plans/progress-lines.js'
import { studioWithUsers } from './studio-with-users.js'
import { terminal } from './terminal.js'

const waits = (err: string, of: string) => err.split('\n').filter((line) => line.startsWith(`waiting for ${of}`))

test('a wait for the security group of a domain says how long it goes on, and is not made twice', async () => {
  const { fake, domainId } = readyStudio({ mountTargets: 'none', undocumented: { nfsSecurityGroups: 'never' } })
  const words = ['ensure', domainId, '--missing-security-group', 'create', '--yes']
  const { status, err } = await terminal(fake)(...words)
  const group = `waiting for security group security-group-for-inbound-nfs-${domainId}: not there …`
  expect(waits(err, 'security group')).toEqual([group, expect.stringMatching(/ … \((1[5-9]|20) s\)$/)])
  expect(status).toBe(0)
})

test('waits at the same time are told apart, each with its own time', async () => {
  const { fake, domainId } = readyStudio({ mountTargets: 'none' })
  const { err } = await terminal(fake)('ensure', domainId, '--yes')
  const lines = waits(err, 'the mount targets')
  expect(lines[0]).toMatch(/^waiting for the mount targets of fs-\w+: 0 of \d available …$/)
  expect(lines.slice(1).map((line) => Number(/\((\d+) s\)$/.exec(line)?.[1])).length).toBeGreaterThan(2)
  expect(new Set(lines).size).toBe(lines.length)
  expect(waits(err, 'access point')).toHaveLength(1)
})

test('a user profile that was just made says what is waited for and how long that takes, and names no error', async () => {
  const { run, at } = await studioWithUsers()
  const { err, status } = await run('create-user', 'd-studio', 'henry', '-f', 'fs-0123456789abcdef0', ...at)
  expect([status, err.split('\n')[0]]).toEqual([
    0,
    'waiting for user profile d-studio/henry, which SageMaker does not show; for a new one that takes seconds, a minute at most …',
  ])
  expect(err).not.toMatch(/not visible|Error/)
})

test('work that is planned is not told as done', () => {
  const texts: string[] = []
  const stderr = { columns: undefined, write: (text: string) => void texts.push(text) }
  const report = progressLines({ io: { stderr } } as unknown as Session)
  report({ step: 'archiving', done: 1, total: 2 }, 'planning')
  report({ step: 'archiving', done: 1, total: 2 })
  expect(texts).toEqual(['would archive 1 of 2 …\n', 'archived 1 of 2 …\n'])
})
