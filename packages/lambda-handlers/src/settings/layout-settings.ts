import {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  parseDirectoryLayout,
  separatesDomains,
} from '@studio-efs/core/directories'
import type { domainSettings } from './domain-settings.js'
import type { ConfigurationProblem } from './invalid-configuration-error.js'
import type { Parsed } from './parse-settings.js'
import { withDefault } from './setting.js'

export const layoutSettings = {
  layout: withDefault<DirectoryLayout, DirectoryLayout>(['STUDIO_EFS_LAYOUT'], DEFAULT_LAYOUT, parseDirectoryLayout),
}

/** `alice` of one domain and `alice` of another are two people, and would share one directory. */
export function domainsAreSeparated(
  parsed: Partial<Parsed<typeof layoutSettings & typeof domainSettings>>,
): readonly ConfigurationProblem[] {
  const { layout, domainIds } = parsed
  if (layout === undefined || !('domainIds' in parsed)) return []
  if (domainIds?.length === 1 || separatesDomains(layout)) return []
  const problem =
    'must hold {domainId}, kept apart from {userProfileName} by "/", "." or "_", such as /{domainId}/{userProfileName}, unless STUDIO_EFS_DOMAIN_IDS names exactly one domain: profiles of the same name in two domains would share a directory'
  return [{ variable: 'STUDIO_EFS_LAYOUT', problem }]
}
