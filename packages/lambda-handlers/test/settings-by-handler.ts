import type { BundleName } from '../build/bundles.js'
import { onboardingSettings } from '../src/settings/onboarding-settings.js'
import type { Settings } from '../src/settings/parse-settings.js'
import { provisionDirectoriesSettings } from '../src/settings/provision-directories-settings.js'
import { replayCloudTrailSettings } from '../src/settings/replay-cloudtrail-settings.js'
import { setDomainDefaultSettings } from '../src/settings/set-domain-default-settings.js'
import { shareAcrossVpcDomainsSettings } from '../src/settings/share-across-vpc-domains-settings.js'

/** What each handler reads of its environment. */
export const settingsByHandler: Readonly<Record<BundleName, Settings>> = {
  'backfill-user-profiles': onboardingSettings,
  'ensure-file-system': {},
  'on-user-profile-created': onboardingSettings,
  'onboard-batch': onboardingSettings,
  'provision-directories': provisionDirectoriesSettings,
  'replay-cloudtrail': replayCloudTrailSettings,
  'set-domain-default': setDomainDefaultSettings,
  'share-across-vpc-domains': shareAcrossVpcDomainsSettings,
}
