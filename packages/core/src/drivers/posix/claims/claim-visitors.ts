import { err } from 'neverthrow'
import type { AncestorInfo } from '../../../model/directory.js'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import { checkClaimable } from '../../../model/state/state-path.js'
import { ClaimBusyError, type ClaimError } from '../../claim-error.js'
import { claimOutcome, planClaim } from '../../claim-plan.js'
import type { ClaimedDirectorySpec, ClaimedDirectoryState, ClaimReceipt, FoundClaim } from '../../claim-store.js'
import { planDirectory } from '../../directory-plan.js'
import { ensureEntry, ensureVisitor } from '../ensure.js'
import type { Entry } from '../entry.js'
import { toResult } from '../errno.js'
import type { PosixFs } from '../fs.js'
import { inspectVisitor } from '../inspect.js'
import { createMissingStreaks, type MissingStreaks } from '../missing-streaks.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import type { Turns } from '../turns.js'
import { createClaimSession, type OpenClaims } from './claim-session.js'
import { endGeneration } from './end-generation.js'

export interface ClaimContext {
  readonly fs: PosixFs
  readonly inTurn: Turns
  /** Age at which the hold of an interrupted process is taken over, in milliseconds. */
  readonly holdExpiresMs: number
}

/** Times that another process may be faster at one path. */
const MAX_TRIES = 5

/** Makes directories and claims them. */
export function claimVisitor(context: ClaimContext): DirectoryVisitor<ClaimedDirectorySpec, ClaimReceipt> {
  const { fs, inTurn } = context
  const { enter } = ensureVisitor(fs, inTurn)
  const session = createClaimSession(fs)
  const streaks = createMissingStreaks()
  return {
    ...session,
    enter,
    visit: (entry, spec, ancestors) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkClaimable(spec.path).match(() => undefined, raise)
          const opened = await session.open('make')
          if (opened === undefined) throw new ClaimBusyError(spec)
          return claimEntry({ ...context, ...opened }, entry, { spec, ancestors, streaks })
        }),
      ),
    unreached: (_, error) => err(error),
  }
}

interface Wanted {
  readonly spec: ClaimedDirectorySpec
  readonly ancestors: AncestorInfo
  readonly streaks: MissingStreaks
}

async function claimEntry(context: ClaimContext & OpenClaims, entry: Entry, wanted: Wanted): Promise<ClaimReceipt> {
  const { fs, claims } = context
  const { spec } = wanted
  const { path, claim } = spec
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    // After many new directories another one is expected, whose claim is made without a look: making it finds any other.
    const isExpectedNew = tries === 1 && wanted.streaks.expectsMissing(path)
    const found: FoundClaim = isExpectedNew ? { kind: 'none' } : await claims.read(path)
    const plan = planClaim(spec, found).match((planned) => planned, raise)
    if (plan.kind === 'keep') return { ...(await ensureEntry(fs, entry, wanted)), claim: 'kept' }
    if (plan.kind === 'make') {
      // A directory of another owner is refused before it is claimed.
      await checkEntry(fs, entry, wanted)
      if ((await claims.create(path, claim)) === 'exists') continue
      const receipt = await ensureEntry(fs, entry, wanted)
      return { ...receipt, claim: claimOutcome(plan, receipt) }
    }
    const directory = plan.kind === 'archive' ? 'archive' : 'hand-on'
    const ending = await endGeneration(context, { generation: plan.from, path, entry, directory, next: claim })
    if (ending === 'busy') throw new ClaimBusyError({ path })
    if (ending === 'moved-on') continue
    const receipt = await ensureEntry(fs, entry, wanted)
    const archived = ending === 'archived' && { archived: plan.from }
    return { ...receipt, claim: claimOutcome(plan, receipt), ...archived }
  }
  throw new ClaimBusyError({ path })
}

async function checkEntry(fs: PosixFs, entry: Entry, { spec, ancestors }: Wanted): Promise<void> {
  const { visit } = inspectVisitor(fs)
  const state = (await visit(entry, spec, ancestors)).match((found) => found, raise)
  planDirectory(spec, state).match(() => undefined, raise)
}

/** Reads directories and claims; works on a read-only mount. */
export function inspectClaimVisitor(
  fs: PosixFs,
): DirectoryVisitor<{ readonly path: FileSystemPath }, ClaimedDirectoryState> {
  const session = createClaimSession(fs)
  const directories = inspectVisitor(fs)
  const withClaim = async (
    path: FileSystemPath,
    readDirectory: () => ReturnType<typeof directories.visit> | ReturnType<typeof directories.unreached>,
  ) => {
    const found = await toResult(
      path,
      async (): Promise<FoundClaim> => (await (await session.open('leave'))?.claims.read(path)) ?? { kind: 'none' },
    )
    const directory = await readDirectory()
    return found.andThen((claim) => directory.map((state) => ({ ...state, found: claim })))
  }
  return {
    ...session,
    enter: directories.enter,
    visit: (entry, item, ancestors) => withClaim(item.path, () => directories.visit(entry, item, ancestors)),
    unreached: (item, error, ancestors) => withClaim(item.path, () => directories.unreached(item, error, ancestors)),
  }
}

function raise(error: ClaimError | Error): never {
  throw error
}
