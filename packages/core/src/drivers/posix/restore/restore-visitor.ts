import { err, ok } from 'neverthrow'
import { checkClaimable } from '../../../model/state/state-path.js'
import type { RestoreReceipt, RestoreSpec } from '../../archive-store.js'
import { createClaimSession, type OpenClaims } from '../claims/claim-session.js'
import type { Entry } from '../entry.js'
import { toResult } from '../errno.js'
import type { DirectoryHandle } from '../fs.js'
import { inspectVisitor } from '../inspect.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import { inspectRecovery, inspectRestoration, type RestoreContext, restoreArchive } from './restore-archive.js'
import { isOfRecovery, takeRecovered } from './take-recovered.js'

/** Moves archived directories to the directories of profiles, one after another where they go to the same. */
export function restoreVisitor(context: RestoreContext): DirectoryVisitor<RestoreSpec, RestoreReceipt> {
  const { fs, inTurn } = context
  const session = createClaimSession(fs)
  const roots: DirectoryHandle[] = []

  async function inspect(opened: OpenClaims | undefined, entry: Entry | undefined, spec: RestoreSpec) {
    const found = opened && (await inspectRestoration({ ...context, ...opened }, entry, spec))
    if (found !== undefined) return found
    return isOfRecovery(spec) ? inspectRecovery({ fs }, entry, spec) : nothing(spec)
  }

  async function restore(opened: OpenClaims | undefined, entry: Entry, spec: RestoreSpec): Promise<RestoreReceipt> {
    const [root] = roots
    if (opened === undefined || root === undefined) return nothing(spec)
    const refusal = isOfRecovery(spec) ? await takeRecovered({ ...context, ...opened, root }, spec) : undefined
    if (refusal !== undefined) return { ...nothing(spec), ...refusal }
    return (await restoreArchive({ ...context, ...opened }, entry, spec)) ?? nothing(spec)
  }

  return {
    ...session,
    begin(root) {
      roots.splice(0, 1, root)
      session.begin(root)
    },
    enter: inspectVisitor(fs).enter,
    visit: (entry, spec) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkClaimable(spec.path).match(() => undefined, raise)
          const opened = await session.open('leave')
          return spec.action === 'inspect' ? inspect(opened, entry, spec) : restore(opened, entry, spec)
        }),
      ),
    async unreached(spec, error) {
      const isMissing = error.name === 'DirectoryIoError' && error.code === 'ENOENT'
      if (!isMissing || spec.action === 'restore') return err(error)
      const opened = await toResult(spec.path, () => session.open('leave'))
      if (opened.isErr()) return err(opened.error)
      if (opened.value === undefined && !isOfRecovery(spec)) return ok(nothing(spec))
      return toResult(spec.path, () => inspect(opened.value, undefined, spec))
    },
  }
}

function nothing({ archive }: RestoreSpec): RestoreReceipt {
  return { archive, outcome: 'not-found', entries: 0, hardLinks: 0 }
}

function raise(error: Error): never {
  throw error
}
