import type { StillListedBy } from '@studio-efs/core'
import { commandLine } from '../command/words.js'

export interface StillListed {
  readonly fileSystemId: string
  readonly stillListedBy: StillListedBy
  /** A dry run reads the spaces as they are now. */
  readonly dryRun: boolean
}

const MAX_NAMES = 10

/** Names the spaces that list the file system all the same, with the command that takes it off, and those that were not read. */
export function stillListedNotes({ fileSystemId, stillListedBy, dryRun }: StillListed): readonly string[] {
  const { spaces, unread } = stillListedBy
  const unreadNotes = unread === undefined ? [] : [unread]
  if (spaces.length === 0) return unreadNotes
  const names = spaces.slice(0, MAX_NAMES).map(({ domainId, spaceName }) => `${domainId}/${spaceName}`)
  const more = spaces.length > MAX_NAMES ? ` and ${spaces.length - MAX_NAMES} more` : ''
  const isOne = spaces.length === 1
  const verb = `${isOne ? 'lists' : 'list'} ${fileSystemId} and ${isOne ? 'mounts' : 'mount'} it at ${isOne ? 'its' : 'their'} next start`
  const domains = [...new Set(spaces.map(({ domainId }) => domainId))]
  const words = ['spaces', 'detach', '--file-system', fileSystemId, '--domain', ...domains]
  return [
    `${spaces.length} ${isOne ? 'space' : 'spaces'} still ${verb}: ${names.join(', ')}${more}.`,
    `To take it off ${isOne ? 'that list' : 'these lists'}${dryRun ? ', afterwards' : ''}:\n  ${commandLine(words)}`,
    ...unreadNotes,
  ]
}
