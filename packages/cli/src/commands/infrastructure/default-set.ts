import type { SetDomainDefaultInput } from '@studio-efs/core'
import { contextWith } from '../../aws/clients.js'
import { directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { given } from '../../command/given.js'
import { addDefaultOptions, type DefaultOptions, defaultInput } from '../../options/default-options.js'
import { addCheckOption } from '../../options/profile-options.js'
import { perform } from '../../plans/perform.js'
import { hiddenProfileNotes } from '../../view/hidden-profile-notes.js'

type Options = DefaultOptions & Pick<SetDomainDefaultInput, 'checkFileSystem'>

export const defaultSet: CommandSpec<readonly [domainId: string], Options> = {
  usage: 'default set <domain-id>',
  summary: 'give the spaces of a domain the file system by default',
  examples: [
    'default set d-abcdefghijkl --file-system fs-0123456789abcdef0 --path /_shared --dry-run',
    'default set d-abcdefghijkl --file-system fs-0123456789abcdef0 --path /_shared --scope private --yes',
  ],
  writes: 'infrastructure',
  options: (command) => addCheckOption(addDefaultOptions(command)),
  run: async (session, [domainId], options) => {
    const { setDomainDefault } = await import('@studio-efs/core')
    const directories = options.makeDirectory && { directories: await directoriesFor(session, options, domainId) }
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), ...directories }
    const input = { domainId, ...defaultInput(options), ...given({ checkFileSystem: options.checkFileSystem }) }
    return perform(session, {
      run: (how) => setDomainDefault(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ profiles }) => hiddenProfileNotes(profiles),
      consent: { kind: 'yes', question: `Change the defaults of domain ${domainId}?` },
    })
  },
}
