import { err } from 'neverthrow'
import { checkClaimable } from '../../../model/state/state-path.js'
import { ClaimBusyError } from '../../claim-error.js'
import type { ReleaseReceipt, ReleaseSpec } from '../../claim-store.js'
import type { Entry } from '../entry.js'
import { toResult } from '../errno.js'
import { inspectVisitor } from '../inspect.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import { createClaimSession } from './claim-session.js'
import type { ClaimContext } from './claim-visitors.js'
import { endGeneration } from './end-generation.js'

/** Moves directories to the archive and frees their paths. */
export function releaseVisitor(context: ClaimContext): DirectoryVisitor<ReleaseSpec, ReleaseReceipt> {
  const { fs, inTurn } = context
  const session = createClaimSession(fs)
  return {
    ...session,
    enter: inspectVisitor(fs).enter,
    visit: (entry, spec) => release(spec, entry),
    // Nobody can have a directory whose parent is missing.
    unreached: (spec, error) =>
      error.name === 'DirectoryIoError' && error.code === 'ENOENT' ? release(spec, undefined) : err(error),
  }

  function release(spec: ReleaseSpec, entry: Entry | undefined) {
    return toResult(spec.path, () =>
      inTurn(spec.path, async (): Promise<ReleaseReceipt> => {
        checkClaimable(spec.path).match(() => undefined, raise)
        const opened = await session.open('leave')
        if (opened === undefined) return { ...spec, outcome: 'not-held' }
        const ended = await endGeneration(
          { ...context, ...opened },
          { ...spec, entry, directory: 'archive', next: undefined },
        )
        if (ended === 'busy') throw new ClaimBusyError(spec)
        return { ...spec, outcome: OUTCOMES[ended] }
      }),
    )
  }
}

const OUTCOMES = { archived: 'archived', ended: 'no-directory', 'moved-on': 'not-held' } as const

function raise(error: Error): never {
  throw error
}
