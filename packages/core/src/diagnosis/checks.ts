import type { DiagnosisCheck } from './check.js'
import { appLogs } from './checks/account/app-logs.js'
import { roleTrust } from './checks/account/role-trust.js'
import { directoryClaim } from './checks/directories/directory-claim.js'
import { directoryExists } from './checks/directories/directory-exists.js'
import { directoryMode } from './checks/directories/directory-mode.js'
import { directoryOwner } from './checks/directories/directory-owner.js'
import { admitted } from './checks/network/admitted.js'
import { dnsHostnames } from './checks/network/dns-hostnames.js'
import { dnsServer } from './checks/network/dns-server.js'
import { dnsSupport } from './checks/network/dns-support.js'
import { domainGroups } from './checks/network/domain-groups.js'
import { domainVpc } from './checks/network/domain-vpc.js'
import { mountTargetAge } from './checks/network/mount-target-age.js'
import { mountTargetsAvailable } from './checks/network/mount-targets-available.js'
import { networkAcl } from './checks/network/network-acl.js'
import { outboundRule } from './checks/network/outbound-rule.js'
import { sameVpc } from './checks/network/same-vpc.js'
import { subnetsExist } from './checks/network/subnets-exist.js'
import { zonesCovered } from './checks/network/zones-covered.js'
import { appFailed } from './checks/spaces/app-failed.js'
import { appNewer } from './checks/spaces/app-newer.js'
import { appType } from './checks/spaces/app-type.js'
import { lifecycleConfig } from './checks/spaces/lifecycle-config.js'
import { spaceExists } from './checks/spaces/space-exists.js'
import { spaceLists } from './checks/spaces/space-lists.js'
import { spaceReady } from './checks/spaces/space-ready.js'
import { burstCredits } from './checks/storage/burst-credits.js'
import { fileSystemAvailable } from './checks/storage/file-system-available.js'
import { fileSystemExists } from './checks/storage/file-system-exists.js'
import { ioLimit } from './checks/storage/io-limit.js'
import { kmsKey } from './checks/storage/kms-key.js'
import { policyLetsIn } from './checks/storage/policy-lets-in.js'
import { writable } from './checks/storage/writable.js'
import { domainListHidden } from './checks/studio/domain-list-hidden.js'
import { domainReady } from './checks/studio/domain-ready.js'
import { listedOnce } from './checks/studio/listed-once.js'
import { offered } from './checks/studio/offered.js'
import { profileExists } from './checks/studio/profile-exists.js'
import { profileReady } from './checks/studio/profile-ready.js'
import { sharedSpacesOffered } from './checks/studio/shared-spaces-offered.js'

/**
 * Every known cause, in the order in which a file system reaches a user: causes come before their effects, so that the first
 * red line is the one to mend first. A new cause is a file in `checks/` and a line here.
 */
export const checks: readonly DiagnosisCheck[] = [
  domainReady,
  profileExists,
  profileReady,
  offered,
  domainListHidden,
  sharedSpacesOffered,
  listedOnce,
  fileSystemExists,
  fileSystemAvailable,
  kmsKey,
  domainVpc,
  subnetsExist,
  sameVpc,
  zonesCovered,
  mountTargetsAvailable,
  mountTargetAge,
  domainGroups,
  admitted,
  outboundRule,
  networkAcl,
  dnsSupport,
  dnsHostnames,
  dnsServer,
  policyLetsIn,
  writable,
  directoryExists,
  directoryOwner,
  directoryMode,
  directoryClaim,
  spaceExists,
  spaceReady,
  appType,
  spaceLists,
  appNewer,
  roleTrust,
  lifecycleConfig,
  burstCredits,
  ioLimit,
  appLogs,
  appFailed,
]
