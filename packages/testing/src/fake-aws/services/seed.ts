import { DEFAULT_VPC_ID } from '../state/ec2.js'
import { addVpc } from '../state/ec2-network.js'
import type { Tag } from '../state/record.js'
import type { BucketRecord } from '../state/s3.js'
import {
  type AppRecord,
  type DomainRecord,
  type SpaceRecord,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from '../state/sagemaker.js'
import { arnOf, type World } from '../world/world.js'
import { createEc2Seed, type Ec2Seed } from './ec2/seed.js'
import { createEfsSeed, type EfsSeed } from './efs/seed.js'
import { type ObjectContents, putObjects } from './s3/buckets.js'
import { type NewDomain, newDomainRecord } from './sagemaker/domain.js'
import { deleteHomeFileSystem, furnishDomain } from './sagemaker/domain-network.js'
import { findDomain, findSpace, findUserProfile } from './sagemaker/lookup.js'
import { type NewSpace, newSpaceRecord } from './sagemaker/space.js'
import { type NewUserProfile, newUserProfileRecord } from './sagemaker/user-profile.js'

/** Everything has a default. Members that the fake does not know are kept and come back from Describe. */
export interface DomainSeed extends Partial<NewDomain> {
  readonly Tags?: readonly Tag[]
}

/** A domain without a VPC, as Unified Studio makes them: without security groups and a home file system too. */
export interface DomainWithoutVpcSeed {
  readonly VpcId: null
  readonly DomainId?: string
  readonly Tags?: readonly Tag[]
  readonly [other: string]: unknown
}

export type DomainInVpc = DomainRecord & { readonly VpcId: string; readonly SubnetIds: readonly string[] }

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
  readonly Tags?: readonly Tag[]
}

type Tagged<T> = T & { readonly Tags?: readonly Tag[] }

/**
 * Puts things into the state as if they had long been there: `InService` unless `Status` says otherwise, nothing
 * validated, no call and no CloudTrail record. What they belong to has to be there; what has the same name is replaced.
 */
export interface Seed extends Ec2Seed, EfsSeed {
  /** A domain with its security groups and home file system; default in the default VPC. An unknown VPC is made. */
  domain(seed?: DomainSeed): DomainInVpc
  domain(seed: DomainWithoutVpcSeed): DomainRecord
  userProfile(seed: Tagged<NewUserProfile>): UserProfileRecord
  space(seed: Tagged<NewSpace>): SpaceRecord
  app(seed: AppSeed): AppRecord
  /** An S3 bucket with these objects, besides those that it has already. */
  bucket(name: string, objects?: ObjectContents): BucketRecord
}

export function createSeed(world: World): Seed {
  const { sagemaker } = world.state

  return {
    ...createEc2Seed(world),
    ...createEfsSeed(world),
    domain: (seed: DomainSeed | DomainWithoutVpcSeed = {}) => seedDomain(world, seed) as DomainInVpc,
    userProfile({ Tags = [], ...seed }) {
      const profile = newUserProfileRecord(world, findDomain(world, seed.DomainId), seed)
      sagemaker.userProfiles.set(userProfileKey(seed.DomainId, seed.UserProfileName), profile)
      sagemaker.tags.set(profile.UserProfileArn, [...Tags])
      return profile
    },
    space({ Tags = [], ...seed }) {
      findDomain(world, seed.DomainId)
      const space = newSpaceRecord(world, seed)
      sagemaker.spaces.set(spaceKey(seed.DomainId, seed.SpaceName), space)
      sagemaker.tags.set(space.SpaceArn, [...Tags])
      return space
    },
    app({ Tags = [], ...seed }) {
      const app = newAppRecord(world, seed)
      sagemaker.apps.set(app.AppArn, app)
      sagemaker.tags.set(app.AppArn, [...Tags])
      return app
    },
    bucket: (name, objects = {}) => putObjects(world, name, objects),
  }
}

function seedDomain(world: World, { Tags = [], ...seed }: DomainSeed | DomainWithoutVpcSeed): DomainRecord {
  const { domains, tags } = world.state.sagemaker
  const { DomainName = `domain-${domains.size + 1}`, VpcId = DEFAULT_VPC_ID, SubnetIds } = seed as DomainSeed
  const network = VpcId === null ? {} : { VpcId, SubnetIds: SubnetIds ?? subnetsOf(world, VpcId) }
  const domain = newDomainRecord(world, { ...seed, DomainName, VpcId: undefined, ...network } as NewDomain)
  const previous = domains.get(domain.DomainId)?.HomeEfsFileSystemId
  if (previous !== undefined) deleteHomeFileSystem(world, previous)
  domains.set(domain.DomainId, domain)
  tags.set(domain.DomainArn, [...Tags])
  furnishDomain(world, domain)
  return domain
}

function newAppRecord(world: World, seed: AppSeed): AppRecord {
  checkOwners(world, seed)
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

function checkOwners(world: World, { DomainId, UserProfileName, SpaceName }: AppSeed): void {
  findDomain(world, DomainId)
  if (UserProfileName !== undefined) findUserProfile(world, DomainId, UserProfileName)
  if (SpaceName !== undefined) findSpace(world, DomainId, SpaceName)
}

function subnetsOf(world: World, vpcId: string): readonly string[] {
  const { ec2, account, region } = world.state
  if (!ec2.vpcs.has(vpcId)) {
    addVpc(ec2, { account, region, vpcId, cidr: `10.${ec2.vpcs.size % 256}`, isDefault: false }, 3)
  }
  return [...ec2.subnets.values()].filter((subnet) => subnet.VpcId === vpcId).map(({ SubnetId }) => SubnetId)
}
