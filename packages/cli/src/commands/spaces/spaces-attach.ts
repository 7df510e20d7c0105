import { contextWith } from '../../aws/clients.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { addSpacesOptions, type SpacesOptions, spacesInput } from '../../options/spaces-options.js'
import { runItems } from '../../runs/run-items.js'
import { spaceView, waitingNotes } from '../../runs/space-view.js'

export const spacesAttach: CommandSpec<readonly [], SpacesOptions> = {
  usage: 'spaces attach',
  summary: 'make spaces mount the file system that their profiles and domains offer',
  description:
    'Every other entry of a space stays, and no space is deleted. SageMaker changes no space whose app runs: such a space waits, unless --running says otherwise.',
  examples: [
    'spaces attach --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --dry-run',
    'spaces attach --file-system fs-0123456789abcdef0 --domain d-abcdefghijkl --user-profile alice --running restart',
  ],
  writes: 'profiles',
  options: addSpacesOptions,
  run: async (session, _, options) => {
    const { attachToSpaces } = await import('@studio-efs/core')
    const context = await contextWith(session, 'sagemaker')
    const input = spacesInput(options)
    const start = (how: object) => attachToSpaces(context, { ...input, ...how })
    const areNamed = options.space !== undefined
    return runItems(session, { view: spaceView, done: 'attached', start, notes: waitingNotes, areNamed }, options)
  },
}
