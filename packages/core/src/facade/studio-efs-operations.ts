// Made from the doc comments of the operations by `npx tsx scripts/facade.ts`.
import type { diagnose } from '../diagnosis/diagnose.js'
import type { clearDomainDefault } from '../domains/clear-domain-default.js'
import type { setDomainDefault } from '../domains/set-domain-default.js'
import type { ensureFileSystemForDomain } from '../file-systems/ensure-file-system-for-domain.js'
import type { removeFileSystem } from '../file-systems/remove-file-system.js'
import type { allocateIdentity } from '../identities/allocate-identity.js'
import type { createUserProfile } from '../identities/create-user-profile.js'
import type { reportIdentities } from '../identities/report-identities.js'
import type { archiveLeavers } from '../leaving/archive-leavers.js'
import type { restoreFromBackup } from '../leaving/backup/restore-from-backup.js'
import type { listArchives } from '../leaving/list-archives.js'
import type { offboardProfile } from '../leaving/offboard-profile.js'
import type { purgeArchives } from '../leaving/purge-archives.js'
import type { restoreDirectory } from '../leaving/restore-directory.js'
import type { attachToProfile } from '../profiles/attach-to-profile.js'
import type { detachFromProfile } from '../profiles/detach-from-profile.js'
import type { onboardProfile } from '../profiles/onboard-profile.js'
import type { provisionUserDirectory } from '../profiles/provision-user-directory.js'
import type { adoptDirectories } from '../runs/adopt-directories.js'
import type { backfillProfiles } from '../runs/backfill-profiles.js'
import type { detachProfiles } from '../runs/detach-profiles.js'
import type { onboardProfiles } from '../runs/onboard-profiles.js'
import type { replayCloudTrail } from '../runs/replay-cloudtrail.js'
import type { describeSharing } from '../sharing/describe-sharing.js'
import type { shareAcrossVpcDomains } from '../sharing/share-across-vpc-domains.js'
import type { unshareAcrossVpcDomains } from '../sharing/unshare-across-vpc-domains.js'
import type { attachToSpaces } from '../spaces/attach-to-spaces.js'
import type { detachFromSpaces } from '../spaces/detach-from-spaces.js'
import type { describeStudio } from '../status/describe-studio.js'
import type { measureUsage } from '../usage/measure-usage.js'

/** The operations of `createStudioEfs`, as the free functions that they are. */
export interface StudioEfsOperations {
  /**
   * Reports why a profile, a space or a domain does not see a file system: every known cause is checked, and the first red
   * line says what to do. Only reads. What may not be read is `unknown`, never green. A profile takes at most 25 requests.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html
   * @example
   * const result = await studioEfs.diagnose({ domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
   * if (result.isOk() && result.value.conclusion.kind === 'cause') console.log(result.value.conclusion.line)
   */
  readonly diagnose: typeof diagnose
  /**
   * The domain's defaults no longer hold the file system; every other entry is as and where it was. Directories and their
   * contents are not touched. Profiles that list the file system themselves still do, and so do spaces: `stillListedBy` names
   * those, and `detachFromSpaces` takes it off.
   */
  readonly clearDomainDefault: typeof clearDomainDefault
  /**
   * Private spaces, shared spaces or both of the domain get the file system by default, and everything else in these lists
   * is as it was. A default is never set to a directory that could not be made. A space mounts it when it lists it, or when
   * its user picks it in Studio.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
   * @example
   * const result = await studioEfs.setDomainDefault({
   *   domainId: 'd-abcdefghijkl', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/_shared', directory: 'provision',
   * })
   * if (result.isOk()) console.log(result.value.profiles.filter(({ outcome }) => outcome === 'hidden'))
   */
  readonly setDomainDefault: typeof setDomainDefault
  /**
   * The domain's VPC has an encrypted file system with a mount target in every Availability Zone of the domain's subnets,
   * each available and admitting the domain's spaces, and a root access point to provision directories through. Running it
   * again finishes what was cut off and changes nothing else.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
   * @example
   * const result = await studioEfs.ensureFileSystemForDomain({ domainId: 'd-abcdefghijkl' })
   * if (result.isOk()) console.log(result.value.fileSystem?.fileSystemId, result.value.changes)
   */
  readonly ensureFileSystemForDomain: typeof ensureFileSystemForDomain
  /**
   * Nothing mounts the file system any more: its mount targets, its root access point and the security groups of this
   * package are gone. The data stays, and `ensureFileSystemForDomain` brings the rest back; with `deleteData` the file system
   * goes too, with all its access points and the data on it. SageMaker's own security groups and home file systems are never
   * touched.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html
   * @example
   * const fileSystemId = 'fs-0123456789abcdef0'
   * const result = await studioEfs.removeFileSystem({ fileSystemId, deleteData: true, confirmFileSystemId: fileSystemId })
   * if (result.isErr()) throw result.error
   */
  readonly removeFileSystem: typeof removeFileSystem
  /**
   * The profile, which need not exist yet, has a uid that nobody else has or had: the number for whoever creates it, such as
   * Terraform or the CDK. Asking again gives the same number, until the profile was created with it and deleted.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomPosixUserConfig.html
   * @example
   * const result = await studioEfs.allocateIdentity({ domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
   * if (result.isOk()) console.log(result.value.uid)
   */
  readonly allocateIdentity: typeof allocateIdentity
  /**
   * The profile exists, is `InService`, and has a uid that nobody else has or had, its own directory, and the file system in
   * its list, all of it before its first space can start. A run that was cut off is started again. A profile of this name with
   * another identity is an error and left as it is.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
   * @example
   * const result = await studioEfs.createUserProfile({
   *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
   * })
   * if (result.isOk()) console.log(result.value.owner.uid, result.value.directory.path)
   */
  readonly createUserProfile: typeof createUserProfile
  /**
   * Tells which POSIX identity each profile on the file system acts with, and which of them are shared, repeated or another
   * profile's in the ledger, across all domains. Writes nothing. Makes one DescribeUserProfile per profile of the Region.
   *
   * @example
   * const result = await studioEfs.reportIdentities({ fileSystemId: 'fs-0123456789abcdef0' })
   * if (result.isOk()) console.log(result.value.findings.filter(({ severity }) => severity === 'warning'))
   */
  readonly reportIdentities: typeof reportIdentities
  /**
   * Every claimed directory whose profile is gone is in the archive, whatever became of the events of their deletion.
   * Directories of profiles that exist, of other accounts, Regions and domains are left. Refuses to archive more than
   * `maxShare` of these claims in one run, since a wrong Region looks as if everybody had left. Nothing is deleted.
   *
   * @example
   * const result = await studioEfs.archiveLeavers({ graceDays: 7 })
   * if (result.isOk()) console.log(result.value.leavers)
   */
  readonly archiveLeavers: typeof archiveLeavers
  /**
   * The profile has its directory as it was in a backup of AWS Backup, with the profile's owner: in its place if that is missing or
   * empty, else as `restored-<date>` inside it. Nothing that is there is replaced. AWS Backup restores the one directory into a
   * folder at the root, from where it is moved. Goes on where an earlier run was cut off, or ended with `pending`.
   *
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
   *
   * @example
   * const result = await studioEfs.restoreFromBackup({
   *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0', before: '2026-11-24',
   * })
   * if (result.isOk()) console.log(result.value.recoveryPoint.takenAt, result.value.path, result.value.outcome)
   */
  readonly restoreFromBackup: typeof restoreFromBackup
  /**
   * Lists the directories of profiles that left, with the life of the profile that each served, its owner, and the time when
   * it came into the archive. Reads the file system only.
   *
   * @example
   * const result = await studioEfs.listArchives({ domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
   * if (result.isOk()) for (const { archive, archivedAt } of result.value.archives) console.log(archive, archivedAt)
   */
  readonly listArchives: typeof listArchives
  /**
   * The directory of a profile that SageMaker knows no more is in the archive, whole, with its owner and modes. The profile is
   * looked for first: a directory whose profile exists is left, and of one that lives again under the same name, only the
   * directory of the earlier life is archived. Nothing is deleted.
   *
   * @example
   * const result = await studioEfs.offboardProfile({ domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
   * if (result.isOk()) console.log(result.value.path, result.value.outcome)
   */
  readonly offboardProfile: typeof offboardProfile
  /**
   * Archived directories that are older than the given retention are deleted for good; their claims stay, so that it is known
   * that they were. Archives of other accounts and Regions are left unless `accounts` or `domainId` say otherwise. Ends ahead of its time limit and says what is left; the next run goes on with it. Nothing outside the
   * archive is touched, wherever links in it lead.
   *
   * @example
   * const result = await studioEfs.purgeArchives({ olderThanDays: 365, dryRun: true })
   * if (result.isOk()) console.log(result.value.archives.length, result.value.entries, result.value.bytes)
   */
  readonly purgeArchives: typeof purgeArchives
  /**
   * An archived directory is the profile's again, whole, with the profile's owner: in its place if that is missing or empty, else
   * as `restored-<date>` inside it. The profile's directory is made and claimed as `provisionUserDirectory` does. Files that
   * belong to others keep their owner, and no link is followed. Goes on where an earlier run was cut off.
   *
   * @example
   * const result = await studioEfs.restoreDirectory({ archive: 'd-abcdefghijkl/alice/20250101T000000000Z' })
   * if (result.isOk()) console.log(result.value.path, result.value.outcome)
   */
  readonly restoreDirectory: typeof restoreDirectory
  /**
   * The profile's `CustomFileSystemConfigs` hold the file system once, at the given path; every other entry is as and where
   * it was. Waits until the profile may be updated, and makes no call when nothing changes.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateUserProfile.html
   * @example
   * const result = await studioEfs.attachToProfile({
   *   domainId: 'd-abcdefghijkl', userProfileName: 'alice',
   *   fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/alice',
   * })
   * if (result.isErr()) throw result.error
   */
  readonly attachToProfile: typeof attachToProfile
  /**
   * The profile's `CustomFileSystemConfigs` no longer hold the file system; every other entry is as and where it was. The
   * user's directory and its contents are not touched. Spaces keep their own lists: `stillListedBy` names the profile's private
   * spaces that list the file system, running or stopped, and `detachFromSpaces` takes it off.
   */
  readonly detachFromProfile: typeof detachFromProfile
  /**
   * The profile has its own directory and lists it: `provisionUserDirectory`, then `attachToProfile`, on one reading of the
   * profile. A profile whose directory failed is never updated.
   *
   * @example
   * const result = await studioEfs.onboardProfile({
   *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
   * })
   * if (result.isErr()) throw result.error
   */
  readonly onboardProfile: typeof onboardProfile
  /**
   * The profile's directory exists, belongs to the profile's POSIX identity and has the mode. A directory that is already
   * there keeps its contents; only its own owner and mode are set right. One of another owner is an error, and so is a path
   * that is, holds or lies inside a default of the domain.
   *
   * @example
   * const result = await studioEfs.provisionUserDirectory({ domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
   * if (result.isOk()) console.log(result.value.directory.path, result.value.directory.outcome)
   */
  readonly provisionUserDirectory: typeof provisionUserDirectory
  /**
   * Every directory that was made before claims existed, and is a profile's own, is claimed for that profile, as it is; the
   * ledger of identities knows the uids of all profiles. Nothing is made, moved or repaired. With `dryRun` it tells what stands
   * at each profile's path. It runs as `backfillProfiles` does, resumed with a token, or simply started again.
   *
   * @example
   * const run = studioEfs.adoptDirectories({ domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0', dryRun: true })
   * for await (const { profile, outcome, found } of run) console.log(profile.userProfileName, outcome, found)
   * const summary = await run.summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly adoptDirectories: typeof adoptDirectories
  /**
   * Every user profile of the domains has its own directory and lists it, as after `onboardProfile`. Gives one outcome per
   * profile, as they come; keeps to the rate at which AWS takes the calls; and holds no more than a few pages of profiles
   * in memory. A run that was cut off, even by `kill -9`, is simply started again.
   *
   * @example
   * const run = studioEfs.backfillProfiles({ domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
   * for await (const { outcome, profile } of run) console.log(profile.userProfileName, outcome)
   * const summary = await run.summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly backfillProfiles: typeof backfillProfiles
  /**
   * No user profile of the domains lists the file system any more, as after `detachFromProfile`; every other entry of a list
   * is as and where it was. Directories and their contents are not touched, and spaces keep their own lists, which the summary
   * names. It runs as `backfillProfiles` does: one outcome
   * per profile, at the rate that AWS takes, resumed with a token, or simply started again.
   *
   * @example
   * const run = studioEfs.detachProfiles({ domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
   * for await (const { outcome, profile } of run) console.log(profile.userProfileName, outcome)
   * const summary = await run.summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly detachProfiles: typeof detachProfiles
  /**
   * Each of the profiles has its own directory and lists it, as after `onboardProfile`: for a consumer of a queue, or one
   * item batch of a Distributed Map. One bad profile never fails its neighbours. A profile that there was no time for is
   * `failed` with a retryable error, and running the batch again does only what is left.
   *
   * @example
   * const result = await studioEfs.onboardProfiles({
   *   domainId: 'd-abcdefghijkl', userProfileNames: ['alice', 'bob'], fileSystemId: 'fs-0123456789abcdef0',
   * })
   * if (result.isOk()) console.log(result.value.outcomes.filter((each) => each.outcome === 'failed' && each.error.retryable))
   */
  readonly onboardProfiles: typeof onboardProfiles
  /**
   * Every profile that CloudTrail has events of, and that is still there, has its own directory and lists it, as after
   * `onboardProfile`. The events are a hint only: they come late, twice, or not at all. So each profile that an event
   * names is read with DescribeUserProfile, even if the events say that it was deleted, and onboarded if it exists. The
   * summary's `result` is `complete` only if events were found, and everything could be read and done.
   *
   * @example
   * const source = lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, { from: '2026-11-01' })
   * const summary = await studioEfs.replayCloudTrail({ source, fileSystemId: 'fs-0123456789abcdef0' }).summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly replayCloudTrail: typeof replayCloudTrail
  /**
   * Reports the domains, profiles and spaces of the Region that list the file system, at which path and for which spaces,
   * and what keeps them, and the other domains of the VPC, from mounting it. Reads every one of them, and writes nothing.
   *
   * @example
   * const result = await studioEfs.describeSharing({ fileSystemId: 'fs-0123456789abcdef0' })
   * if (result.isOk()) for (const { domainId, obstacles } of result.value.domains) console.log(domainId, obstacles)
   */
  readonly describeSharing: typeof describeSharing
  /**
   * Every domain of the VPC has the directory of the file system as its default, and can mount it: mount targets cover the
   * zones of all domains and admit each of them. A domain that fails does not stop the others.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
   * @example
   * const result = await studioEfs.shareAcrossVpcDomains({
   *   vpcId: 'vpc-0123456789abcdef0', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/_shared',
   * })
   * if (result.isOk()) console.table(result.value.domains.map(({ domainId, outcome }) => ({ domainId, outcome })))
   */
  readonly shareAcrossVpcDomains: typeof shareAcrossVpcDomains
  /**
   * No domain of the VPC has the file system as a default; everything else in these lists is as it was. Mount targets,
   * security groups and directories stay: profiles or other domains may still use them, and `removeFileSystem` removes them.
   * Spaces keep their own lists: `stillListedBy` names those that list the file system, and `detachFromSpaces` takes it off.
   */
  readonly unshareAcrossVpcDomains: typeof unshareAcrossVpcDomains
  /**
   * Every space of the domains, or of one profile, mounts the file system from its next start on, or its outcome says what it
   * waits for. A space takes what its owner's profile offers, a shared space what its domain's `DefaultSpaceSettings` offer:
   * run `onboardProfile` or `setDomainDefault` first. An app that runs is stopped only if `running` says so, and no space is
   * ever deleted. It runs as `backfillProfiles` does: one outcome per space, at the rate that AWS takes, resumed with a
   * token, or simply started again.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SpaceSettings.html
   * @example
   * const run = studioEfs.attachToSpaces({ domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
   * for await (const { outcome, space } of run) console.log(space.spaceName, outcome)
   * const summary = await run.summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly attachToSpaces: typeof attachToSpaces
  /**
   * No space of the domains, or of one profile, lists the file system any more; every other file system of a space is as and
   * where it was. Nothing on the file system is touched. An app that runs is stopped only if `running` says so, and no space
   * is ever deleted. It runs as `attachToSpaces` does.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SpaceSettings.html
   * @example
   * const run = studioEfs.detachFromSpaces({ domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
   * for await (const { outcome, space } of run) console.log(space.spaceName, outcome)
   * const summary = await run.summary()
   * if (summary.isErr()) throw summary.error
   */
  readonly detachFromSpaces: typeof detachFromSpaces
  /**
   * Reports who has what: file systems with their mount targets, domains, every profile with what is offered to it, its
   * directory, claim, usage and spaces, archived directories, and remarks on what does not fit. A missing permission, a resource that cannot be read
   * and the end of the time limit are remarks, and everything else is there; without credentials, Region or network it is an
   * error. Writes nothing.
   *
   * @example
   * const result = await studioEfs.describeStudio({ fileSystemId: 'fs-0123456789abcdef0' })
   * if (result.isOk()) for (const { level, message } of result.value.findings) console.log(level, message)
   */
  readonly describeStudio: typeof describeStudio
  /**
   * Each directory is measured as EFS bills it, its bytes, its entries and its newest change, and the result is kept on the file
   * system. Ends ahead of its time limit; a later run with `since` goes on where this one stopped, the longest unmeasured
   * directory first. Changes nothing of the users', follows no link and enters no other mount.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html
   * @example
   * const result = await studioEfs.measureUsage({ fileSystemId: 'fs-0123456789abcdef0', domainIds: ['d-abcdefghijkl'] })
   * if (result.isOk()) for (const { path, usage } of result.value.directories) console.log(path, usage?.bytes)
   */
  readonly measureUsage: typeof measureUsage
}
