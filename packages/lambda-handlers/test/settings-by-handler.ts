import type { BundleName } from '../build/bundles.js'
import {
  offboardingSettings,
  onboardingSettings,
  replayCloudTrailSettings,
  setDomainDefaultSettings,
  shareAcrossVpcDomainsSettings,
} from '../src/settings/configurations.js'
import { provisionDirectoriesSettings } from '../src/settings/mount-configuration.js'
import type { Settings } from '../src/settings/parse-settings.js'

/** Variables that each handler reads. */
export const settingsByHandler: Readonly<Record<BundleName, Settings>> = {
  'backfill-user-profiles': onboardingSettings,
  'ensure-file-system': {},
  'on-user-profile-created': onboardingSettings,
  'on-user-profile-deleted': offboardingSettings,
  'onboard-batch': onboardingSettings,
  'provision-directories': provisionDirectoriesSettings,
  'replay-cloudtrail': replayCloudTrailSettings,
  'set-domain-default': setDomainDefaultSettings,
  'share-across-vpc-domains': shareAcrossVpcDomainsSettings,
}
