import { ROOT_PATH } from '../../model/file-system-path.js'
import { oneOf, parseInput, unparsed } from '../../model/parse/parse-input.js'
import type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivePage,
  ClaimPage,
  PageSpec,
  PurgeReceipt,
  PurgeSpec,
  RestoreReceipt,
  RestoreSpec,
} from '../archive-store.js'
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
} from './wire-archive.js'
import { parseEither, same } from './wire-reply.js'

/** The driver's side of the verbs that few programs need. */
export function laterMethods(target: DirectoryFunction): LaterVerbs {
  return {
    ...identityMethods(target),
    ...usageMethods(target),
    releaseDirectories: (specs) => runInvocations(target, releaseMethod, specs),
    listClaims: (pages) => runInvocations(target, listClaimsMethod, pages),
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
      parseInput(value, { outcome: oneOf('archived', 'no-directory', 'not-held'), path: same(spec.path), generation: unparsed }).map(
        ({ outcome }) => ({ ...spec, outcome }),
      ),
    ),
}

const listClaimsMethod: WireMethod<PageSpec, ClaimPage> = {
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
