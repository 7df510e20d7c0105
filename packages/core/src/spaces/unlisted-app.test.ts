import { expect, test } from 'vitest'
import { outcomesOf } from '../../test/many.js'
import { lustreMount, spacesWorld } from '../../test/spaces.js'
import { iamActions } from '../iam/iam-actions.js'

test.each(['skip', 'stop'] as const)(
  'an app that runs, and that ListApps leaves out, is what the space waits for: running %s',
  async (running) => {
    const world = spacesWorld()
    world.context.sagemaker.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args)
          if (commandName === 'ListAppsCommand') Object.assign(result.output, { Apps: [] })
          return result
        },
      { step: 'initialize' },
    )
    world.space('lab')
    world.app('lab')
    expect(await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, running }))).toMatchObject([
      { outcome: 'waits-for-stop', apps: [{ appName: 'default', status: 'InService' }] },
    ])
    expect(world.mounts('lab')).toEqual([lustreMount])
    const allowed = iamActions.attachToSpaces.filter(({ onlyWith = running }) => onlyWith.includes(running))
    const asked = world.fake.calls.map(({ service, operation }) => `${service}:${operation}`)
    expect(asked).toContain('sagemaker:DescribeApp')
    expect(allowed.map(({ action }) => action)).toEqual(expect.arrayContaining(asked))
  },
)
