import { err, ok } from 'neverthrow'
import { checkClaimable } from '../../../model/state/state-path.js'
import type { RestoreReceipt, RestoreSpec } from '../../archive-store.js'
import { createClaimSession } from '../claims/claim-session.js'
import { toResult } from '../errno.js'
import { inspectVisitor } from '../inspect.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import { inspectRestoration, type RestoreContext, restoreArchive } from './restore-archive.js'

/** Moves archived directories to the directories of profiles, one after another where they go to the same. */
export function restoreVisitor(context: RestoreContext): DirectoryVisitor<RestoreSpec, RestoreReceipt> {
  const { fs, inTurn } = context
  const session = createClaimSession(fs)
  const nothing = ({ archive }: RestoreSpec) => ({ archive, outcome: 'not-found', entries: 0, hardLinks: 0 }) as const
  return {
    ...session,
    enter: inspectVisitor(fs).enter,
    visit: (entry, spec) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkClaimable(spec.path).match(() => undefined, raise)
          const opened = await session.open('leave')
          if (opened === undefined) return nothing(spec)
          const work = spec.action === 'inspect' ? inspectRestoration : restoreArchive
          return (await work({ ...context, ...opened }, entry, spec)) ?? nothing(spec)
        }),
      ),
    async unreached(spec, error) {
      const isMissing = error.name === 'DirectoryIoError' && error.code === 'ENOENT'
      if (!isMissing || spec.action === 'restore') return err(error)
      const opened = await toResult(spec.path, () => session.open('leave'))
      if (opened.isErr()) return err(opened.error)
      if (opened.value === undefined) return ok(nothing(spec))
      const claims = opened.value
      return toResult(
        spec.path,
        async () => (await inspectRestoration({ ...context, ...claims }, undefined, spec)) ?? nothing(spec),
      )
    },
  }
}

function raise(error: Error): never {
  throw error
}
