import type { UserProfile } from '../../../model/studio-resource.js'
import type { SeenProfile } from '../../reads/studio-reads.js'

/** Profiles that exist. */
export function existing(seen: readonly SeenProfile[]): readonly UserProfile[] {
  return seen.flatMap(({ profile }) => profile ?? [])
}
