import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { addSpacesOptions, type SpacesOptions, spacesInput } from '../../options/spaces-options.js'
import { runItems } from '../../runs/run-items.js'
import { spaceView, waitingNotes } from '../../runs/space-view.js'

export const spacesDetach: CommandSpec<readonly [], SpacesOptions> = {
  usage: 'spaces detach',
  summary: 'take the file system off the lists of spaces',
  description:
    'Every other entry of a space stays, and no space is deleted. Take it off the lists of profiles and domains before, so that nobody selects it again.',
  examples: ['spaces detach --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --dry-run'],
  writes: 'profiles',
  options: addSpacesOptions,
  run: async (session, _, options) => {
    const { detachFromSpaces } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker')
    const input = spacesInput(options)
    const start = (how: object) => detachFromSpaces(context, { ...input, ...how })
    const areNamed = options.space !== undefined
    return runItems(session, { view: spaceView, done: 'detached', start, notes: waitingNotes, areNamed }, options)
  },
}
