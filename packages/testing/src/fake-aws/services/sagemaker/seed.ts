import { DEFAULT_VPC_ID } from '../../state/ec2.js'
import { addVpc } from '../../state/ec2-network.js'
import type { Tag } from '../../state/record.js'
import {
  type AppRecord,
  type DomainRecord,
  type LifecycleConfigRecord,
  type SpaceRecord,
  type UserProfileRecord,
  userProfileKey,
} from '../../state/sagemaker.js'
import type { World } from '../../world/world.js'
import { addAppLogs, type NewApp, newAppRecord } from './apps/app-record.js'
import { type NewDomain, newDomainRecord } from './domain.js'
import { createDomainNetwork, deleteHomeFileSystem } from './domain-network.js'
import { type NewLifecycleConfig, newLifecycleConfigRecord } from './lifecycle-config.js'
import { findDomain, keyOfSpace } from './lookup.js'
import { type NewSpace, newSpaceRecord } from './space.js'
import { type NewUserProfile, newUserProfileRecord } from './user-profile.js'

type Tagged<T> = T & { readonly Tags?: readonly Tag[] }

/** Every member has a default. Members that the fake does not know are kept and come back from Describe. */
export interface DomainSeed extends Partial<NewDomain> {
  readonly Tags?: readonly Tag[]
}

/** A domain without a VPC, as Unified Studio creates them: it has no security groups and no home file system. */
export interface DomainWithoutVpcSeed {
  readonly VpcId: null
  readonly DomainId?: string
  readonly Tags?: readonly Tag[]
  readonly [other: string]: unknown
}

/** Domain with a VPC and subnets. */
export type DomainInVpc = DomainRecord & { readonly VpcId: string; readonly SubnetIds: readonly string[] }

/** Members of an app to add, with its tags. */
export type AppSeed = Tagged<NewApp>

/** Lifecycle configuration to add, with its tags. */
export type LifecycleConfigSeed = Tagged<
  Partial<NewLifecycleConfig> & Pick<NewLifecycleConfig, 'StudioLifecycleConfigName'>
>

export interface SageMakerSeed {
  /** Adds a domain with its security groups and home file system, by default in the default VPC. Adds an unknown VPC. */
  domain(seed?: DomainSeed): DomainInVpc
  /** Adds a domain without a VPC, as Unified Studio creates them. */
  domain(seed: DomainWithoutVpcSeed): DomainRecord
  /** Adds a user profile that is `InService`. */
  userProfile(seed: Tagged<NewUserProfile>): UserProfileRecord
  /** Adds a space that is `InService`. */
  space(seed: Tagged<NewSpace>): SpaceRecord
  /** Adds an app that is `InService`, and the log stream that it writes to. */
  app(seed: AppSeed): AppRecord
  /** `StudioLifecycleConfigContent`: default a script that does nothing. `StudioLifecycleConfigAppType`: default `JupyterLab`. */
  lifecycleConfig(seed: LifecycleConfigSeed): LifecycleConfigRecord
}

export function createSageMakerSeed(world: World): SageMakerSeed {
  const { sagemaker } = world.state

  return {
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
      sagemaker.spaces.set(keyOfSpace(world, seed.DomainId, seed.SpaceName), space)
      sagemaker.tags.set(space.SpaceArn, [...Tags])
      return space
    },
    app({ Tags = [], ...seed }) {
      const app = newAppRecord(world, seed)
      sagemaker.apps.set(app.AppArn, app)
      addAppLogs(world, app)
      sagemaker.tags.set(app.AppArn, [...Tags])
      return app
    },
    lifecycleConfig({ Tags = [], ...seed }) {
      const StudioLifecycleConfigContent = Buffer.from('#!/bin/bash\n').toString('base64')
      const defaults = { StudioLifecycleConfigContent, StudioLifecycleConfigAppType: 'JupyterLab' } as const
      const config = newLifecycleConfigRecord(world, { ...defaults, ...seed })
      sagemaker.lifecycleConfigs.set(config.StudioLifecycleConfigName, config)
      sagemaker.tags.set(config.StudioLifecycleConfigArn, [...Tags])
      return config
    },
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
  createDomainNetwork(world, domain)
  return domain
}

function subnetsOf(world: World, vpcId: string): readonly string[] {
  const { ec2, account, region } = world.state
  if (!ec2.vpcs.has(vpcId)) {
    addVpc(ec2, { account, region, vpcId, cidr: `10.${ec2.vpcs.size % 256}`, isDefault: false }, 3)
  }
  return [...ec2.subnets.values()].filter((subnet) => subnet.VpcId === vpcId).map(({ SubnetId }) => SubnetId)
}
