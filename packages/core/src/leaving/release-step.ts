import { err, ok, type Result } from 'neverthrow'
import type { Call } from '../call.js'
import type { ReleaseReceipt, ReleaseSpec } from '../drivers/claim-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { ArchiveChange } from '../model/changes/leaving-change.js'
import { isSameGeneration } from '../model/claim.js'
import type { LeavingStore } from './archive-step.js'

/** The change that a release made, or will make; none for a claim that another run ended. */
export function releaseChanges({
  path,
  generation,
  outcome,
}: ReleaseSpec & { readonly outcome: string }): readonly ArchiveChange[] {
  const action = ACTIONS.get(outcome)
  return action === undefined ? [] : [{ kind: 'directory', action, path, generation }]
}

const ACTIONS: ReadonlyMap<string, ArchiveChange['action']> = new Map([
  ['archived', 'archive'],
  ['no-directory', 'release'],
])

/** Leaves a trace of a claim that ended. */
export function logRelease(
  { logger }: Pick<Call, 'logger'>,
  { path, generation, outcome }: ReleaseSpec & { readonly outcome: string },
): void {
  if (outcome === 'archived') logger.info('archived the directory of a profile that left', { path, ...generation })
  if (outcome === 'no-directory')
    logger.warn('ended the claim of a profile that left, whose directory was missing', { path, ...generation })
}

/** Ends claims, and archives their directories; a dry run says what that would do. One result per item, in order. */
export async function releaseDirectories(
  store: LeavingStore,
  specs: readonly ReleaseSpec[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly Result<ReleaseReceipt, DirectoryError>[]> {
  if (!dryRun) return store.releaseDirectories(specs)
  const states = await store.inspectClaims(specs.map(({ path }) => path))
  return specs.map((spec, index): Result<ReleaseReceipt, DirectoryError> => {
    const state = states[index]
    if (state === undefined) throw new Error('The directory driver gave fewer results than there were items.')
    return state
      .map(({ found, exists }): ReleaseReceipt => {
        const isHeld =
          found.kind === 'claimed' && found.claim.kind === 'private' && isSameGeneration(found.claim, spec.generation)
        if (!isHeld) return { ...spec, outcome: 'not-held' }
        return { ...spec, outcome: exists ? 'archived' : 'no-directory' }
      })
      .orElse((error) =>
        // Something else than a directory stands at the path.
        error.name === 'NotADirectoryError' && error.component === spec.path
          ? ok({ ...spec, outcome: 'no-directory' as const })
          : err(error),
      )
  })
}
