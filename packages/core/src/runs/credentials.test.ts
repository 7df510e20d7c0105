import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { type BackfillSummary, createStudioEfs, type ProfileOutcome } from '../index.js'

test('a provider of credentials that fails in the middle ends the run with a token that finishes the work', async () => {
  const { context, fake, input, names, listOf, wanted, studioEfs } = manyProfiles(60)
  let left = 12
  // Expires at once, so the client asks again: once for the requests that begin together.
  const credentials = async () => {
    left -= 1
    if (left < 0) throw new Error('the vault is sealed')
    return { accessKeyId: 'a', secretAccessKey: 'b', expiration: new Date(0) }
  }
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), credentials, maxAttempts: 1 })
  const run = createStudioEfs({ ...context, sagemaker }).backfillProfiles(input)
  const seen: ProfileOutcome[] = []
  await expect(
    (async () => {
      for await (const outcome of run) seen.push(outcome)
    })(),
  ).rejects.toMatchObject({ name: 'CredentialsError', message: expect.stringContaining('the vault is sealed') })
  const { resumeToken, stopped } = assertErr(await run.summary(), 'RunStoppedError').summary as BackfillSummary
  expect([stopped?.because, stopped?.error?.name]).toEqual(['error', 'CredentialsError'])
  expect(resumeToken).toEqual(expect.any(String))
  const rest = await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken: resumeToken ?? '' }))
  expect(kinds([...seen, ...rest])['failed']).toBeUndefined()
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
})
