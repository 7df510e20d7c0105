import { err, ok, type Result } from 'neverthrow'
import type { ArchivedDirectory } from '../drivers/archive-store.js'
import { type Generation, generationId, isSameGeneration, isSamePerson } from '../model/claim.js'
import type { DomainId, UserProfileName, UserProfileRef } from '../model/ids.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { RestoreTargetError } from './leaving-error.js'

export interface RestoreTarget {
  readonly archive: ArchiveName
  /** Named by the caller: that profile gets the files, whoever had its name before. */
  readonly domainId: DomainId | undefined
  readonly userProfileName: UserProfileName | undefined
  /** Person that the profile must be of. */
  readonly person: string | undefined
}

/** The profile that gets the files: the one that the caller names, else the one that the archive is named after. */
export function profileOf({
  archive,
  domainId,
  userProfileName,
}: Pick<RestoreTarget, 'archive'> & Partial<RestoreTarget>): UserProfileRef {
  if (domainId !== undefined && userProfileName !== undefined) return { domainId, userProfileName }
  const [domain, profile] = archive.split('/')
  return { domainId: domain as DomainId, userProfileName: profile as UserProfileName }
}

/** Refuses half a profile: the other half would be that of the archive by accident. */
export function checkWholeProfile<Spec extends RestoreTarget>(spec: Spec): Result<Spec, InvalidInputError> {
  if ((spec.domainId === undefined) === (spec.userProfileName === undefined)) return ok(spec)
  const [field, received] =
    spec.domainId === undefined ? ['domainId', 'userProfileName'] : ['userProfileName', 'domainId']
  return err(
    new InvalidInputError({
      field,
      allowed: 'both domainId and userProfileName, or neither',
      received: `${received} alone`,
    }),
  )
}

/**
 * Refuses a profile that nobody named whose life is another one than that of the archive, and not known to be of the same
 * person; and one of another person than the caller expects.
 */
export function checkTarget(
  target: RestoreTarget,
  archived: ArchivedDirectory,
  generation: Generation,
): Result<Generation, RestoreTargetError> {
  const { archive, person, domainId } = target
  // A claim that is not of the life in the archive's name was not written with the archive.
  const from = archived.generation && isOfLife(archive, archived.generation) ? archived.generation : undefined
  const about = { archive, generation, ...(from && { from }) }
  if (person !== undefined && generation.person !== person) return err(new RestoreTargetError({ ...about, person }))
  const isNamed = domainId !== undefined || person !== undefined
  const isSame = from === undefined ? isOfLife(archive, generation) : isSameLife(from, generation)
  return isNamed || isSame ? ok(generation) : err(new RestoreTargetError(about))
}

function isSameLife(from: Generation, generation: Generation): boolean {
  return isSameGeneration(from, generation) || isSamePerson(from, generation)
}

/** Compares with the name of the archive. */
function isOfLife(archive: ArchiveName, generation: Generation): boolean {
  const [domain, profile, life] = archive.split('/')
  const isProfile = domain === generation.domainId && profile === generation.userProfileName.toLowerCase()
  return isProfile && life?.split('.')[0] === generationId(generation)
}
