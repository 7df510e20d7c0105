import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writesIn } from '@studio-efs/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { studioWithUsers } from './studio-with-users.js'
import { type TerminalOptions, terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'studio-efs-users-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => join(folder, name)
const fileSystemId = 'fs-0123456789abcdef0'
const DAY_MS = 86_400_000

/** The command that a run printed, to go on. */
function nextCommand(text: string): readonly string[] {
  const [, words = ''] = /^ {2}studio-efs (.+)$/m.exec(text) ?? []
  return words.split(' ')
}

/** Presses Ctrl-C once, at the first line that fits. */
function interruptAt(line: RegExp): Pick<TerminalOptions, 'onError'> {
  let isPressed = false
  return {
    onError(text, interrupt) {
      if (isPressed || !line.test(text)) return
      isPressed = true
      interrupt()
    },
  }
}

describe('offboard', () => {
  test('leaves the directory of a user profile that exists, and one without a claim', async () => {
    const { run, at, directories } = await studioWithUsers()
    const before = directories.entries()
    const alice = await run('offboard', 'd-studio', 'alice', ...at, '--yes')
    const erin = await run('offboard', 'd-studio', 'erin', ...at, '--yes', '--output', 'json')
    expect([alice.status, alice.out]).toEqual([0, expect.stringMatching(/^\/alice stays: its user profile exists/)])
    expect([erin.status, JSON.parse(erin.out)]).toMatchObject([0, { outcome: 'unchanged', directory: 'not-claimed' }])
    expect(directories.entries()).toEqual(before)
  })

  test('says of a user profile that is being deleted, or too new, to run it again, not to delete it', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    fake.seed.userProfile({ DomainId: 'd-studio', UserProfileName: 'frank' })
    await run('onboard', 'd-studio', 'frank', '-f', fileSystemId, ...at)
    for (const profile of fake.state.sagemaker.userProfiles.values())
      if (profile.UserProfileName === 'alice') profile.Status = 'Deleting'
    for (const [key, { UserProfileName }] of fake.state.sagemaker.userProfiles)
      if (UserProfileName === 'frank') fake.state.sagemaker.userProfiles.delete(key)
    const before = directories.entries()
    const alice = await run('offboard', 'd-studio', 'alice', ...at, '--yes')
    const frank = await run('offboard', 'd-studio', 'frank', ...at, '--yes')
    expect(alice.out).toMatch(/^\/alice stays for now: SageMaker is still deleting its user profile\. Run it again/)
    expect(frank.out).toMatch(/^\/frank stays for now: its user profile is gone, but .* Run it again in 10 minutes\./)
    expect(directories.entries()).toEqual(before)
  })

  test('asks, archives, and finds nothing the second time', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    const words = ['offboard', 'd-studio', 'dave', ...at]
    const unasked = await run(...words)
    const refused = await terminal(fake, { columns: 80, answers: ['no'] })(...words)
    expect([unasked.status, refused.status, directories.archives()]).toMatchObject([2, 2, { length: 1 }])
    expect(refused.err).toContain('Archive the directory of d-studio/dave? Type yes to agree: ')
    const agreed = await terminal(fake, { columns: 80, answers: ['yes'] })(...words)
    expect([agreed.status, agreed.out]).toEqual([0, expect.stringMatching(/^1 change made\.$/m)])
    expect(directories.archives()).toHaveLength(2)
    expect((await run(...words, '--detailed-exitcode')).status).toBe(0)
  })

  test('is saved as a plan, and refused once somebody else did it', async () => {
    const { run, at, directories } = await studioWithUsers()
    const words = ['offboard', 'd-studio', 'dave', ...at]
    expect((await run('plan', '--out', file('plan.json'), ...words)).status).toBe(0)
    expect(directories.archives()).toHaveLength(1)
    await run(...words, '--yes')
    const late = await run('apply', file('plan.json'))
    expect([late.status, late.err]).toEqual([2, expect.stringMatching(/out of date: .*archive directory \/dave/)])
  })
})

describe('leavers', () => {
  test('with a grace period notes who is gone, and archives once it is over', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    const words = ['leavers', ...at, '--grace-days', '7']
    const planned = await run(...words, '--dry-run')
    expect(planned.out).toMatch(
      /d-studio\/dave[\s\S]*A dry run does not read since when they are gone\.[\s\S]*Nothing to change/,
    )
    const noted = await run(...words, '--yes')
    expect([noted.status, noted.out]).toEqual([0, expect.stringMatching(/d-studio\/dave │ \/dave .*│ 2027-02-05T/)])
    await fake.clock.advance(8 * DAY_MS)
    const archived = await run(...words, '--yes')
    expect([archived.status, archived.out]).toEqual([0, expect.stringMatching(/^1 change made\.$/m)])
    expect(directories.archives()).toHaveLength(2)
  })

  test('with a grace period has no plan to save, since a plan does not show who is due', async () => {
    const { run, at } = await studioWithUsers()
    const { err, status } = await run('plan', '--out', file('no.json'), 'leavers', ...at, '--grace-days', '7')
    expect([status, err]).toEqual([2, expect.stringContaining('plan saves no plan of leavers with these options')])
  })

  test('who came and went within ten minutes are named, and archived by a later run', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    const brief = { DomainId: 'd-studio', UserProfileName: 'brief', CreationTime: fake.clock.now() / 1000 }
    fake.seed.userProfile(brief)
    await run('onboard', 'd-studio', 'brief', '-f', fileSystemId, ...at)
    fake.state.sagemaker.userProfiles.delete('d-studio/brief')
    const words = ['leavers', ...at, '--yes']
    const early = await run(...words)
    expect([early.status, early.out]).toEqual([
      0,
      expect.stringMatching(/d-studio\/brief │ \/brief .*│ made less than 10 minutes ago[\s\S]*Run this again later/),
    ])
    await fake.clock.advance(600_000)
    const late = await run(...words)
    expect([late.status, late.out]).toEqual([0, expect.stringMatching(/archive.* │ directory \/brief /)])
    expect(directories.archives()).toHaveLength(3)
  })

  test('that are most of all users are refused, as a wrong Region would look', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    for (let n = 0; n < 6; n += 1) {
      fake.seed.userProfile({ DomainId: 'd-studio', UserProfileName: `guest-${n}` })
      await run('onboard', 'd-studio', `guest-${n}`, '-f', fileSystemId, ...at)
    }
    fake.state.sagemaker.userProfiles.clear()
    const { err, status } = await run('leavers', ...at, '--yes')
    expect([status, err]).toEqual([2, expect.stringMatching(/^Error: .*--max-share/m)])
    expect(directories.archives()).toHaveLength(1)
  })
})

describe('archives restore', () => {
  const carols = 'd-studio/carol/20260101T000000000Z'

  test('gives nothing to another life of the name, unless that is named', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    fake.seed.userProfile({
      DomainId: 'd-studio',
      UserProfileName: 'carol',
      CreationTime: fake.clock.now() / 1000 - 3600,
    })
    const restore = ['archives', 'restore', carols, ...at]
    const refused = await run(...restore, '--yes')
    expect([refused.status, refused.err]).toEqual([2, expect.stringMatching(/^Error: .*--user-profile/m)])
    expect(directories.archives()).toHaveLength(1)

    const named = [...restore, '-d', 'd-studio', '-u', 'carol']
    const asked = await terminal(fake, { columns: 80, answers: ['no'] })(...named)
    expect(asked.err).toContain('Give these files to user profile d-studio/carol? Type yes to agree: ')
    expect([asked.status, directories.archives()]).toMatchObject([2, { length: 1 }])
    const done = await run(...named, '--yes')
    expect([done.status, directories.archives(), directories.claims().has('/carol')]).toEqual([0, [], true])
    const again = await run(...named, '--yes', '--detailed-exitcode')
    expect([again.status, again.out]).toEqual([0, expect.stringContaining('It was restored before, to /carol.')])
  })

  test('of an archive that is not there names the command that lists them', async () => {
    const { run, at } = await studioWithUsers()
    const { err, status } = await run('archives', 'restore', 'd-studio/alice/20200101T000000000Z', ...at, '--dry-run')
    expect([status, err]).toEqual([2, expect.stringContaining('studio-efs archives list')])
  })
})

describe('archives restore-from-backup', () => {
  const alices = ['archives', 'restore-from-backup', 'd-studio', 'alice', '--file-system', fileSystemId]

  test('asks, waits for the job, and restores once', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    directories.remove('/alice')
    const words = [...alices, ...at]
    const refused = await terminal(fake, { columns: 80, answers: ['no'] })(...words)
    expect([refused.status, refused.err]).toEqual([
      2,
      expect.stringContaining('Restore this directory to user profile d-studio/alice? Type yes to agree: '),
    ])
    expect(fake.state.backup.restoreJobs.size).toBe(0)
    const done = await run(...words, '--yes')
    expect([done.status, done.out]).toEqual([0, expect.stringMatching(/^2 changes made\.$/m)])
    expect(done.err).toMatch(/^waiting for restore job [-0-9A-F]+: RUNNING, 0 % …$/m)
    expect(directories.entries().map(({ path }) => path)).toContain('/alice/experiment-39')
    const again = await run(...words, '--yes', '--detailed-exitcode')
    expect([again.status, again.out]).toEqual([
      0,
      expect.stringContaining('restored before, to /alice. Another copy: --copy 2.'),
    ])
  })

  test('ends ahead of its time limit with the command that goes on, whatever is backed up meanwhile', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    const first = await run(...alices, ...at, '--yes', '--timeout', '20')
    const [job] = fake.state.backup.restoreJobs.keys()
    expect([first.status, first.out]).toEqual([
      1,
      expect.stringContaining(`AWS Backup is at work on job ${job}: RUNNING`),
    ])
    expect(nextCommand(first.err)).toEqual([...alices, ...at, '--yes', '--timeout', '20', '--job', job])
    fake.seed.recoveryPoint({ FileSystemId: fileSystemId, restore: directories.backUp() })
    await fake.clock.advance(DAY_MS)
    expect((await run(...nextCommand(first.err))).status).toBe(0)
    expect(fake.state.backup.restoreJobs.size).toBe(1)
  })

  test('of a time without a backup says from when there are some', async () => {
    const { run, at } = await studioWithUsers()
    const { err, status } = await run(...alices, ...at, '--before', '2025-01-01', '--dry-run')
    expect([status, err]).toEqual([2, expect.stringMatching(/^Error: .*the completed ones are from 2027-02-05T/m)])
  })
})

describe('archives purge', () => {
  const purge = ['archives', 'purge', '--older-than-days', '365']

  test('takes the name that its narrowest option has', async () => {
    const { fake, at, directories } = await studioWithUsers()
    const inDomain = ['-d', 'd-studio']
    const asked = async (answer: string, ...options: readonly string[]) => {
      const { err, status } = await terminal(fake, { columns: 80, answers: [answer] })(...purge, ...options, ...at)
      return [status, /Type (.*) to agree/.exec(err)?.[1]]
    }
    expect(await asked('yes')).toEqual([2, 'every domain'])
    expect(await asked('every domain', ...inDomain)).toEqual([2, 'd-studio'])
    expect(directories.archives()).toHaveLength(1)
    expect(await asked('carol', ...inDomain, '-u', 'carol')).toEqual([0, 'carol'])
    expect(directories.archives()).toEqual([])
  })

  test('ends ahead of its time limit with the command that goes on', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    for (let n = 0; n < 2500; n += 1) directories.plant(`/dave/${n}`, 'file')
    await run('offboard', 'd-studio', 'dave', ...at, '--yes')
    await fake.clock.advance(400 * DAY_MS)
    const first = await run(...purge, ...at, '--yes', '--timeout', '1')
    expect([first.status, first.out]).toEqual([1, expect.stringContaining('unfinished')])
    expect(nextCommand(first.err)).toEqual([...purge, ...at, '--yes', '--timeout', '1'])
    for (let again = 0; again < 5 && directories.archives().length > 0; again += 1) await run(...nextCommand(first.err))
    expect(directories.archives()).toEqual([])
  })

  test('that Ctrl-C ends keeps the rest, and prints the command that goes on', async () => {
    const { fake, run, at, directories } = await studioWithUsers()
    await run('offboard', 'd-studio', 'dave', ...at, '--yes')
    await fake.clock.advance(400 * DAY_MS)
    const stopped = await terminal(fake, interruptAt(/^deleted 1 of 2/))(...purge, ...at, '--yes')
    expect([stopped.status, directories.archives()]).toMatchObject([1, { length: 1 }])
    expect((await run(...nextCommand(stopped.err))).status).toBe(0)
    expect(directories.archives()).toEqual([])
  })
})

test('archives list goes on with the command that it prints', async () => {
  const { run, at } = await studioWithUsers()
  await run('offboard', 'd-studio', 'dave', ...at, '--yes')
  const first = await run('archives', 'list', ...at, '--limit', '1')
  const second = await run(...nextCommand(first.err))
  expect([first.out, second.out]).toEqual([expect.stringContaining('carol'), expect.stringContaining('dave')])
  expect(second.err).toBe('')
})

describe('usage', () => {
  const usage = ['usage', '-f', fileSystemId, '-d', 'd-studio', '--output', 'json']
  const measured = (out: string) =>
    JSON.parse(out).directories.filter(({ outcome }: { outcome: string }) => outcome === 'measured').length

  test('that the time does not suffice for goes on with the same round', async () => {
    const { run, at } = await studioWithUsers()
    const first = await run(...usage, ...at, '--operations-per-second', '1', '--timeout', '30')
    expect([first.status, measured(first.out) < 5]).toEqual([1, true])
    const next = nextCommand(first.err)
    expect(next.slice(0, -2)).toEqual([...usage, ...at, '--operations-per-second', '1', '--timeout', '30'])
    const second = await run(...next.map((word) => (word === '30' ? '600' : word)))
    expect([second.status, JSON.parse(second.out).startedAt, measured(second.out)]).toEqual([0, next.at(-1), 5])
  })

  test('that Ctrl-C ends keeps what it measured, and prints the command that goes on', async () => {
    const { fake, run, at } = await studioWithUsers()
    const slow = [...usage, ...at, '--operations-per-second', '1']
    const stopped = await terminal(fake, interruptAt(/^measured [1-9]/))(...slow)
    expect([stopped.status, stopped.err]).toEqual([1, expect.stringContaining('What was read is kept. To go on:')])
    expect(nextCommand(stopped.err).slice(0, -1)).toEqual([...slow, '--since'])
    const rest = await run(...nextCommand(stopped.err))
    expect([rest.status, measured(rest.out)]).toEqual([0, 5])
  })

  test('of a dry run shows the last measurements, and measures nothing', async () => {
    const { run, at } = await studioWithUsers()
    const before = await run(...usage, ...at, '--dry-run')
    await run(...usage, ...at)
    const after = await run(...usage, ...at, '--dry-run')
    const bytes = ({ out }: { out: string }) =>
      JSON.parse(out).directories.filter(({ usage: known }: { usage?: object }) => known !== undefined).length
    expect([before.status, bytes(before), bytes(after)]).toEqual([0, 0, 5])
  })
})

describe('spaces attach', () => {
  const attach = ['spaces', 'attach', '-f', fileSystemId, '-d', 'd-studio']

  test('that Ctrl-C ends prints the command that does the rest', async () => {
    const rates = [{ service: 'sagemaker', operation: 'UpdateSpace', perSecond: 2 }] as const
    const { fake } = await studioWithUsers({ rates })
    for (let n = 0; n < 40; n += 1)
      fake.seed.space({
        DomainId: 'd-studio',
        SpaceName: `lab-${n}`,
        SpaceSettings: { AppType: 'JupyterLab' },
        OwnershipSettings: { OwnerUserProfileName: 'alice' },
        SpaceSharingSettings: { SharingType: 'Private' },
      })
    const report = ['--report', file('spaces.json')]
    const stopped = await terminal(fake, interruptAt(/^[1-9]\d* of /))(...attach, ...report)
    expect([stopped.status, stopped.out]).toEqual([1, expect.stringContaining('The run ended early (aborted)')])
    expect(nextCommand(stopped.out)).toEqual([...attach, ...report, '--resume', file('spaces.json')])
    const rest = await terminal(fake)(...nextCommand(stopped.out))
    expect(rest.out).toContain('in total, with the earlier runs: 41 changed, 1 unchanged, 1 waits-for-stop')
    expect(rest.status).toBe(0)
    const { outcomes, summary } = JSON.parse(readFileSync(file('spaces.json'), 'utf8'))
    expect([outcomes.length, summary.total]).toMatchObject([44, { attached: 41, 'not-offered': 1 }])
  })

  test('stops and starts apps only when it is asked to', async () => {
    const { fake, run } = await studioWithUsers()
    const bob = [...attach, '-u', 'bob', '--report', file('bob.json')]
    const waiting = await run(...bob)
    expect(waiting.out).toContain('app default (JupyterLab) runs')
    expect(writesIn(fake.calls).map(({ operation }) => operation)).not.toContain('DeleteApp')
    const planned = await run(...bob, '--running', 'restart', '--dry-run')
    expect(planned.out).toMatch(/d-studio\/bob-lab │ add fs-0123456789abcdef0 │ stop default, start default/)
    const done = await run(...bob, '--running', 'restart')
    expect([done.status, done.out]).toEqual([0, expect.stringMatching(/^1 changed, 0 unchanged/m)])
    const [app] = [...fake.state.sagemaker.apps.values()].filter(({ SpaceName }) => SpaceName === 'bob-lab').slice(-1)
    expect(app?.Status).toBe('InService')
  })

  test('and detach are each other’s way back, and change nothing the second time', async () => {
    const { fake, run } = await studioWithUsers()
    const listOf = (name: string) =>
      [...fake.state.sagemaker.spaces.values()].find(({ SpaceName }) => SpaceName === name)?.SpaceSettings
        ?.CustomFileSystems ?? []
    const report = ['--report', file('spaces.json')]
    await run(...attach, ...report)
    expect(listOf('alice-lab')).toEqual([{ EFSFileSystem: { FileSystemId: fileSystemId } }])
    expect((await run(...attach, ...report)).out).toMatch(/^0 changed, 2 unchanged/m)
    const detach = ['spaces', 'detach', ...attach.slice(2), ...report]
    expect((await run(...detach)).out).toMatch(/^2 changed, 2 unchanged/m)
    expect(listOf('alice-lab')).toEqual([])
    expect((await run(...detach, '--detailed-exitcode')).status).toBe(0)
  })
})

describe('spaces that list the file system all the same', () => {
  const words: readonly (readonly [string, readonly string[]])[] = [
    ['detach of a domain', ['detach', '-f', fileSystemId, '-d', 'd-studio', '--report', file('detach.json')]],
    ['detach of a user', ['detach', '-f', fileSystemId, '-d', 'd-studio', '-u', 'alice']],
    ['default clear', ['default', 'clear', 'd-studio', '-f', fileSystemId, '--yes']],
  ]

  test.each(words)('are named by %s, with the command that takes it off', async (_, detach) => {
    const { run } = await studioWithUsers()
    const { out, status } = await run(...detach)
    expect([status, out]).toEqual([0, expect.stringContaining(`1 space still lists ${fileSystemId} and mounts it`)])
    expect(out).toContain('at its next start: d-studio/alice-notes.')
    const spaces = nextCommand(out)
    expect(spaces).toEqual(['spaces', 'detach', '--file-system', fileSystemId, '--domain', 'd-studio'])
    await run(...spaces, '--report', file('spaces.json'))
    expect((await run(...detach)).out).not.toContain('still lists')
  })

  test('are named by unshare, and a dry run says when', async () => {
    const { run, vpcId } = await studioWithUsers()
    const { out } = await run('unshare', vpcId, '-f', fileSystemId, '--dry-run')
    expect(out).toMatch(
      /still lists .* d-studio\/alice-notes\.\nTo take it off that list, afterwards:\n {2}studio-efs spaces/,
    )
  })
})

test('adopt claims what is a profile’s own, and nothing the second time', async () => {
  const { run, at, directories } = await studioWithUsers()
  const adopt = ['adopt', '-f', fileSystemId, '-d', 'd-studio', ...at, '--report', file('adopt.json')]
  const first = await run(...adopt)
  expect([first.status, first.out]).toEqual([1, expect.stringContaining('1 changed, 3 unchanged, 0 skipped, 1 failed')])
  expect(directories.claims().get('/erin')).toMatchObject({ userProfileName: 'erin' })
  expect((await run(...adopt)).out).toContain('0 changed, 4 unchanged')
})

test('create-user changes nothing the second time, and leaves a profile of another identity', async () => {
  const { run, at, fake } = await studioWithUsers()
  const words = (name: string) => ['create-user', 'd-studio', name, '-f', fileSystemId, ...at]
  const first = await run(...words('henry'), '--tag', 'team=research', '--output', 'json')
  expect([first.status, JSON.parse(first.out)]).toMatchObject([0, { outcome: 'changed', userProfile: 'created' }])
  await fake.clock.advance(60_000)
  const second = await run(...words('henry'), '--detailed-exitcode')
  expect([second.status, second.out]).toEqual([0, expect.stringContaining('existed before')])
  const other = await run(...words('alice'))
  expect([other.status, other.err]).toEqual([2, expect.stringMatching(/^Error: .*alice/m)])
})

test('create-user makes the profile of a saved plan', async () => {
  const { run, at, directories } = await studioWithUsers()
  await run('plan', '--out', file('user.json'), 'create-user', 'd-studio', 'henry', '-f', fileSystemId, ...at)
  expect(directories.claims().has('/henry')).toBe(false)
  const { out, status } = await run('apply', file('user.json'))
  expect([status, out, directories.claims().has('/henry')]).toEqual([
    0,
    expect.stringContaining('3 changes made.'),
    true,
  ])
})

test('identities says that it did not compare with the ledger where it knows no place of the directories', async () => {
  const { run } = await studioWithUsers()
  expect((await run('identities', fileSystemId)).out).toContain('add --directory-function or --mount-path')
})

test.each<[string[], string]>([
  [['spaces', 'atach'], "unknown command 'atach'\n(Did you mean attach?)"],
  [['archive', 'list'], "unknown command 'archive'\n(Did you mean archives?)"],
  [['archives', 'purge'], "required option '--older-than-days <days>' not specified"],
  [['archives', 'purge', '--older-than-days', '0', '-m', '/'], '--older-than-days is 0; allowed: '],
  [
    ['spaces', 'attach', '-f', fileSystemId, '-u', 'alice'],
    '--user-profile is given with no domains; allowed: with one domain in --domain',
  ],
  [['spaces', 'attach', '-f', fileSystemId, '--running', 'kill'], 'Allowed choices are skip, stop, restart.'],
  [['leavers', '-m', '/', '--max-share', '2'], 'It must be a number from 0 to 1.'],
  [['create-user', 'd-abc', 'x', '-f', fileSystemId, '-m', '/', '--first-uid', '1'], '--first-uid is 1; allowed: '],
  [['usage', '-m', '/', '--soft-limit', '0'], 'It must be a whole number of GiB, at least 1.'],
  [['usage', '-m', '/', '--since', 'monday'], '--since is "monday"'],
])('%j keeps it from starting', async (words, message) => {
  const { err, out, status } = await terminal(undefined)(...words)
  expect([status, out]).toEqual([2, ''])
  expect(err).toContain(message)
})
