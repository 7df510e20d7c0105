import { ROOT_PATH } from '../../model/file-system-path.js'
import { oneOf, parseInput, unparsed } from '../../model/parse/parse-input.js'
import type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivePage,
  ClaimPage,
  ClaimPageSpec,
  PageSpec,
  PurgeReceipt,
  PurgeSpec,
  RestoreReceipt,
  RestoreSpec,
  ServerTime,
} from '../archive-store.js'
import { onlyResult } from '../ask-driver.js'
import type { ReleaseReceipt, ReleaseSpec } from '../claim-store.js'
import type { LaterVerbs } from '../later-verbs.js'
import { identityMethods } from './identities/identity-methods.js'
import type { DirectoryFunction, WireMethod } from './invocation.js'
import { runInvocations } from './run-invocations.js'
import { usageMethods } from './usage/usage-methods.js'
import {
  parseAbsenceReceipt,
  parseArchivePage,
  parseClaimPage,
  parsePurgeReceipt,
  parseRestoreReceipt,
  parseServerTime,
} from './wire-archive.js'
import { parseEither, same } from './wire-reply.js'

/** The driver's side of the verbs that few programs need. */
export function laterMethods(target: DirectoryFunction): LaterVerbs {
  return {
    ...identityMethods(target),
    ...usageMethods(target),
    releaseDirectories: (specs) => runInvocations(target, releaseMethod, specs),
    listClaims: (pages) => runInvocations(target, listClaimsMethod, pages),
    readServerTime: async () => onlyResult({ name: 'lambda' }, await runInvocations(target, serverTimeMethod, [{}])),
    listArchives: (pages) => runInvocations(target, listArchivesMethod, pages),
    noteAbsences: (specs) => runInvocations(target, noteAbsencesMethod, specs),
    // One invocation has time for the budget of one item.
    purgeArchives: (specs) => runInvocations({ ...target, maxItems: 1 }, purgeMethod, specs),
    restoreDirectories: (specs) => runInvocations({ ...target, maxItems: 1 }, restoreMethod, specs),
  }
}

const releaseMethod: WireMethod<ReleaseSpec, ReleaseReceipt> = {
  pathOf: ({ path }) => path,
  request: (releaseDirectories) => ({ releaseDirectories }),
  parse: (spec, result) =>
    parseEither(result, (value) =>
      parseInput(value, {
        outcome: oneOf('archived', 'no-directory', 'not-held'),
        path: same(spec.path),
        generation: unparsed,
      }).map(({ outcome }) => ({ ...spec, outcome })),
    ),
}

const serverTimeMethod: WireMethod<Readonly<Record<string, never>>, ServerTime> = {
  pathOf: () => ROOT_PATH,
  request: (readServerTime) => ({ readServerTime }),
  parse: parseServerTime,
}

const listClaimsMethod: WireMethod<ClaimPageSpec, ClaimPage> = {
  pathOf: () => ROOT_PATH,
  request: (listClaims) => ({ listClaims }),
  parse: parseClaimPage,
}

const listArchivesMethod: WireMethod<PageSpec, ArchivePage> = {
  pathOf: () => ROOT_PATH,
  request: (listArchives) => ({ listArchives }),
  parse: parseArchivePage,
}

const noteAbsencesMethod: WireMethod<AbsenceSpec, AbsenceReceipt> = {
  pathOf: ({ path }) => path,
  request: (noteAbsences) => ({ noteAbsences }),
  parse: parseAbsenceReceipt,
}

const purgeMethod: WireMethod<PurgeSpec, PurgeReceipt> = {
  pathOf: () => ROOT_PATH,
  request: (purgeArchives) => ({ purgeArchives }),
  parse: parsePurgeReceipt,
}

const restoreMethod: WireMethod<RestoreSpec, RestoreReceipt> = {
  pathOf: ({ path }) => path,
  request: (restoreDirectories) => ({ restoreDirectories }),
  parse: parseRestoreReceipt,
}
