import { oneOf, parseInput, unparsed } from '../../model/parse/parse-input.js'
import type { ReleaseReceipt, ReleaseSpec } from '../claim-store.js'
import type { LaterVerbs } from '../later-verbs.js'
import { identityMethods } from './identities/identity-methods.js'
import type { DirectoryFunction, WireMethod } from './invocation.js'
import { runInvocations } from './run-invocations.js'
import { parseEither, same } from './wire-reply.js'

/** The driver's side of the verbs that few programs need. */
export function laterMethods(target: DirectoryFunction): LaterVerbs {
  return {
    ...identityMethods(target),
    releaseDirectories: (specs) => runInvocations(target, releaseMethod, specs),
  }
}

const releaseMethod: WireMethod<ReleaseSpec, ReleaseReceipt> = {
  pathOf: ({ path }) => path,
  request: (releaseDirectories) => ({ releaseDirectories }),
  parse: (spec, result) =>
    parseEither(result, (value) =>
      parseInput(value, { outcome: oneOf('archived', 'not-held'), path: same(spec.path), generation: unparsed }).map(
        ({ outcome }) => ({ ...spec, outcome }),
      ),
    ),
}
