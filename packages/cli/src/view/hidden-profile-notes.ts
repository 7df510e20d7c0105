import type { HiddenProfile } from '@studio-efs/core'

const MAX_NAMES = 10

/** Says which profiles do not see a default, and why. */
export function hiddenProfileNotes(profiles: readonly HiddenProfile[]): readonly string[] {
  const named = (outcome: HiddenProfile['outcome'], reason: string) => {
    const names = profiles.filter((each) => each.outcome === outcome).map(({ profile }) => profile.userProfileName)
    const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : ''
    return names.length === 0 ? [] : [`Note: ${reason}: ${names.slice(0, MAX_NAMES).join(', ')}${more}.`]
  }
  return [
    ...named('hidden', 'a list of their own hides the default from these profiles (--reach-profiles adds it)'),
    ...named('elsewhere', 'these profiles list the file system with another path'),
    ...named('failed', 'these profiles could not be read or changed'),
  ]
}
