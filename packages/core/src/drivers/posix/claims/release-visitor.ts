import { err } from 'neverthrow'
import { checkClaimable } from '../../../model/state/state-path.js'
import { ClaimBusyError } from '../../claim-error.js'
import type { ReleaseReceipt, ReleaseSpec } from '../../claim-store.js'
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
    visit: (entry, spec) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkClaimable(spec.path).match(() => undefined, raise)
          const opened = await session.open('leave')
          if (opened === undefined) return { ...spec, outcome: 'not-held' as const }
          const ended = await endGeneration(
            { ...context, ...opened },
            { generation: spec.generation, entry, directory: 'archive', next: undefined },
          )
          if (ended === 'busy') throw new ClaimBusyError(spec)
          return { ...spec, outcome: ended === 'ended' ? ('archived' as const) : ('not-held' as const) }
        }),
      ),
    unreached: (_, error) => err(error),
  }
}

function raise(error: Error): never {
  throw error
}
