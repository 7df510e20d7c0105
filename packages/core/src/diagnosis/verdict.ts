/** Symptom that the user notices. `not-offered`: it is not in the list of a space's settings. */
export type Symptom =
  | 'not-offered'
  | 'not-mounted'
  | 'does-not-start'
  | 'permission-denied'
  | 'empty-or-foreign'
  | 'slow'

/**
 * Answer of one check. `green`: not the cause. `yellow`: may be the cause, or works although it should be changed. `red`: the
 * cause, or one of them. `unknown`: it could not be read, for example because a permission or a client is missing.
 * `skipped`: it does not apply here, or was not asked for.
 */
export type Verdict = 'green' | 'yellow' | 'red' | 'unknown' | 'skipped'

/** Verdict with its reason. */
export type Judgement =
  | { readonly verdict: 'green' }
  /** `finding`: one sentence with the resources that it is about. */
  | { readonly verdict: 'yellow' | 'red' | 'unknown' | 'skipped'; readonly finding: string }

/** Remedy of a cause. */
export interface Remedy {
  /** One sentence for people. */
  readonly text: string
  /** Operation of this package that does it. */
  readonly operation?: RemedyOperation
  /** Request to AWS that does it, where no operation does: `kms:EnableKey`. */
  readonly awsAction?: string
}

/** Operations that mend causes. */
export type RemedyOperation =
  | 'attachToProfile'
  | 'attachToSpaces'
  | 'detachFromProfile'
  | 'clearDomainDefault'
  | 'ensureFileSystemForDomain'
  | 'onboardProfile'
  | 'provisionUserDirectory'
  | 'setDomainDefault'

export const GREEN: Judgement = { verdict: 'green' }

export function red(finding: string): Judgement {
  return { verdict: 'red', finding }
}

export function yellow(finding: string): Judgement {
  return { verdict: 'yellow', finding }
}

export function skipped(finding: string): Judgement {
  return { verdict: 'skipped', finding }
}

export function unknown(finding: string): Judgement {
  return { verdict: 'unknown', finding }
}

/** The first form for one name, the second one for several: `does` or `do`. */
export function numbered(names: readonly unknown[], [one, several]: readonly [string, string]): string {
  return names.length === 1 ? one : several
}

const MAX_NAMED = 5

/** Names for a message: `alice, bob and 998 more`. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).join(', ')
  return names.length > MAX_NAMED ? `${shown} and ${names.length - MAX_NAMED} more` : shown
}
