import type { BundleName } from '../build/bundles.js'
import {
  onboardingSettings,
  replayCloudTrailSettings,
  setDomainDefaultSettings,
  shareAcrossVpcDomainsSettings,
  spacesSettings,
} from '../src/settings/configurations.js'
import { provisionDirectoriesSettings } from '../src/settings/mount-configuration.js'
import type { Settings } from '../src/settings/parse-settings.js'

/** Variables that each handler reads. */
export const settingsByHandler: Readonly<Record<BundleName, Settings>> = {
  'attach-to-spaces': spacesSettings,
  'backfill-user-profiles': onboardingSettings,
  'ensure-file-system': {},
  'on-space-created': spacesSettings,
  'on-user-profile-created': onboardingSettings,
  'onboard-batch': onboardingSettings,
  'provision-directories': provisionDirectoriesSettings,
  'replay-cloudtrail': replayCloudTrailSettings,
  'set-domain-default': setDomainDefaultSettings,
  'share-across-vpc-domains': shareAcrossVpcDomainsSettings,
}
