import { contextWith } from '../../aws/clients.js'
import { directoriesFor } from '../../aws/directories.js'
import type { CommandSpec } from '../../command/command-spec.js'
import { addDefaultOptions, type DefaultOptions, defaultInput } from '../../options/default-options.js'
import { perform } from '../../plans/perform.js'
import { hiddenProfileNotes } from '../../view/hidden-profile-notes.js'

export const defaultSet: CommandSpec<readonly [domainId: string], DefaultOptions> = {
  usage: 'default set <domain-id>',
  summary: 'give the spaces of a domain the file system by default',
  examples: [
    'default set d-abcdefghijkl --file-system fs-0123456789abcdef0 --path /_shared --dry-run',
    'default set d-abcdefghijkl --file-system fs-0123456789abcdef0 --path /_shared --scope private --yes',
  ],
  writes: 'infrastructure',
  options: addDefaultOptions,
  run: async (session, [domainId], options) => {
    const { setDomainDefault } = await import('@studio-efs/core')
    const directories = options.makeDirectory && { directories: await directoriesFor(session, options, domainId) }
    const context = { ...(await contextWith(session, 'sagemaker', 'efs')), ...directories }
    const input = { domainId, ...defaultInput(options) }
    return perform(session, {
      run: (how) => setDomainDefault(context, { ...input, ...how }),
      result: ({ changes: _, ...rest }) => rest,
      notes: ({ profiles }) => hiddenProfileNotes(profiles),
      consent: { kind: 'yes', question: `Change the defaults of domain ${domainId}?` },
    })
  },
}
