import type { DomainId, UserProfileName } from '@studio-efs/core'
import {
  type ClaimedDirectorySpec,
  DEFAULT_POSIX_OWNER,
  type FileSystemPath,
  type Generation,
  PRIVATE_MODE,
} from '@studio-efs/core/directories'

export const domainId = 'd-bench' as DomainId

/** A life of the nth profile of a directory, which began with a year. */
export function lifeOf(top: string, n: number, year: number): Generation {
  return {
    ...{ accountId: '111122223333', region: 'eu-west-1', domainId, userProfileName: nameOf(top, n) },
    createdAt: `${year}-01-01T00:00:00.000Z`,
  }
}

/** Every name serves once: a life that ended within the last two minutes does not end again. */
export function nameOf(top: string, n: number): UserProfileName {
  return `${top.slice(1)}-${n}` as UserProfileName
}

/** The directory of the nth profile of `top`, which is a path such as `/race-Ab3x`. */
export function claimOf(top: string, n: number, year: number): ClaimedDirectorySpec {
  return {
    path: `${top}/user-${n}` as FileSystemPath,
    owner: DEFAULT_POSIX_OWNER,
    mode: PRIVATE_MODE,
    claim: { kind: 'private', ...lifeOf(top, n, year) },
  }
}

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)
