import { assertErr, assertOk } from '@studio-efs/testing'
import { errAsync, okAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { Created } from '../call/create-and-delete.js'
import type { FirstProbe } from '../call/poll.js'
import { createAfterDeletion } from './create-after-deletion.js'
import { UnusableLifeCycleError } from './efs-state.js'
import type { EfsWaitCall } from './waiters.js'

const call = { ...endlessCall() } as EfsWaitCall
const deleting = new UnusableLifeCycleError({ resource: 'it', lifeCycleState: 'deleting' })

/** Creates with these outcomes in turn, of resources `a`, `b`, …; those in `leaving` are being deleted. */
async function run(outcomes: readonly Created<string>['outcome'][], leaving: readonly string[], known?: string) {
  const steps: string[] = []
  const ids = ['a', 'b', 'c']
  const result = await createAfterDeletion<EfsWaitCall, string, { readonly id: string }>(call, {
    leaving: known,
    create: () => {
      const at = steps.filter((step) => step === 'create').length
      steps.push('create')
      const outcome = outcomes[at] ?? 'created'
      return okAsync({ outcome, id: ids[at] ?? 'z', made: outcome === 'created' })
    },
    waitUntilReady: (_, id, firstProbe: FirstProbe) => {
      steps.push(`ready ${id} ${firstProbe}`)
      return leaving.includes(id) ? errAsync(deleting) : okAsync({ id })
    },
    waitUntilGone: (_, id) => {
      steps.push(`gone ${id}`)
      return okAsync(undefined)
    },
  })
  return { steps, result }
}

test('a new resource is not probed before a second has passed', async () => {
  const { steps, result } = await run(['created'], [])
  expect(steps).toEqual(['create', 'ready a later'])
  expect(assertOk(result)).toEqual({ id: 'a', outcome: 'created', made: true, resource: { id: 'a' } })
})

test('a resource that is known to be deleted is waited out first', async () => {
  expect((await run(['created'], [], 'old')).steps).toEqual(['gone old', 'create', 'ready a later'])
})

test('an existing resource that turns out to be deleted is waited out, and the creation is repeated', async () => {
  const { steps, result } = await run(['exists', 'created'], ['a'])
  expect(steps).toEqual(['create', 'ready a at-once', 'gone a', 'create', 'ready b later'])
  expect(assertOk(result)).toMatchObject({ id: 'b', made: true })
})

test('a new resource that another caller deletes at once is not created again', async () => {
  const { steps, result } = await run(['created'], ['a'])
  expect(assertErr(result)).toBe(deleting)
  expect(steps).toEqual(['create', 'ready a later'])
})
