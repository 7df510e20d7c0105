import { addVpc } from './ec2/network.js'
import { createEc2Seed, type Ec2Seed } from './ec2/seed.js'
import { DEFAULT_VPC_ID } from './ec2/state.js'
import { createEfsSeed, type EfsSeed } from './efs/seed.js'
import { type ObjectContents, putObjects } from './s3/put-objects.js'
import type { BucketRecord } from './s3/state.js'
import { furnishDomain } from './sagemaker/domain-network.js'
import { type NewDomain, newDomainRecord } from './sagemaker/domain-record.js'
import { findDomain } from './sagemaker/lookup.js'
import { type NewSpace, newSpaceRecord } from './sagemaker/space.js'
import {
  type AppRecord,
  type DomainRecord,
  type SpaceRecord,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from './sagemaker/state.js'
import { type NewUserProfile, newUserProfileRecord } from './sagemaker/user-profile-record.js'
import { arnOf, type World } from './world.js'

/** Everything has a default. Members that the fake does not know are kept and come back from Describe. */
export type DomainSeed = Partial<NewDomain>

export interface AppSeed {
  readonly DomainId: string
  readonly UserProfileName?: string
  readonly SpaceName?: string
  /** Default `JupyterLab`. */
  readonly AppType?: string
  /** Default `default`. */
  readonly AppName?: string
  /** Default `InService`. */
  readonly Status?: AppRecord['Status']
}

/**
 * Puts things into the state as if they had long been there: `InService` unless `Status` says otherwise, nothing
 * validated, no call and no CloudTrail record.
 */
export interface Seed extends Ec2Seed, EfsSeed {
  /** A domain with its security groups and home file system; default in the default VPC. An unknown VPC is made. */
  domain(seed?: DomainSeed): DomainRecord
  userProfile(seed: NewUserProfile): UserProfileRecord
  space(seed: NewSpace): SpaceRecord
  app(seed: AppSeed): AppRecord
  /** An S3 bucket with these objects, besides those that it has already. */
  bucket(name: string, objects?: ObjectContents): BucketRecord
}

export function createSeed(world: World): Seed {
  const { sagemaker } = world.state

  return {
    ...createEc2Seed(world),
    ...createEfsSeed(world),
    domain(seed = {}) {
      const VpcId = seed.VpcId ?? DEFAULT_VPC_ID
      const SubnetIds = seed.SubnetIds ?? subnetsOf(world, VpcId)
      const DomainName = seed.DomainName ?? `domain-${sagemaker.domains.size + 1}`
      const domain = newDomainRecord(world, { ...seed, DomainName, VpcId, SubnetIds })
      sagemaker.domains.set(domain.DomainId, domain)
      sagemaker.tags.set(domain.DomainArn, [])
      furnishDomain(world, domain)
      return domain
    },
    userProfile(seed) {
      const profile = newUserProfileRecord(world, findDomain(world, seed.DomainId), seed)
      sagemaker.userProfiles.set(userProfileKey(seed.DomainId, seed.UserProfileName), profile)
      sagemaker.tags.set(profile.UserProfileArn, [])
      return profile
    },
    space(seed) {
      const space = newSpaceRecord(world, seed)
      sagemaker.spaces.set(spaceKey(seed.DomainId, seed.SpaceName), space)
      sagemaker.tags.set(space.SpaceArn, [])
      return space
    },
    app(seed) {
      const app = newAppRecord(world, seed)
      sagemaker.apps.set(app.AppArn, app)
      return app
    },
    bucket: (name, objects = {}) => putObjects(world, name, objects),
  }
}

function newAppRecord(world: World, seed: AppSeed): AppRecord {
  const { AppType = 'JupyterLab', AppName = 'default', Status = 'InService' } = seed
  const owner = seed.SpaceName ?? seed.UserProfileName ?? ''
  return {
    ...seed,
    AppArn: arnOf(world, 'sagemaker', `app/${seed.DomainId}/${owner}/${AppType.toLowerCase()}/${AppName}`),
    AppType,
    AppName,
    Status,
    CreationTime: world.timestamp(),
    ordinal: world.ids.ordinal(),
  }
}

function subnetsOf(world: World, vpcId: string): readonly string[] {
  const { ec2, account, region } = world.state
  if (!ec2.vpcs.has(vpcId)) {
    addVpc(ec2, { account, region, vpcId, cidr: `10.${ec2.vpcs.size % 256}`, isDefault: false }, 3)
  }
  return [...ec2.subnets.values()].filter((subnet) => subnet.VpcId === vpcId).map(({ SubnetId }) => SubnetId)
}
