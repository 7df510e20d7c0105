import type { FakeAws } from '../fake-aws/create-fake-aws.js'
import type { MetricSeed } from '../fake-aws/services/cloudwatch/seed.js'
import type { NewSecurityGroup } from '../fake-aws/services/ec2/security-groups/security-group.js'
import type { DhcpOptionsSeed, NetworkAclSeed, SubnetSeed, VpcSeed } from '../fake-aws/services/ec2/seed.js'
import type { NewAccessPoint } from '../fake-aws/services/efs/access-point.js'
import type { NewFileSystem } from '../fake-aws/services/efs/file-system-record.js'
import type { NewReplication } from '../fake-aws/services/efs/replication.js'
import type { MountTargetSeed } from '../fake-aws/services/efs/seed.js'
import type { RoleSeed } from '../fake-aws/services/iam/seed.js'
import type { NewKey } from '../fake-aws/services/kms/key-record.js'
import type { LogStreamSeed } from '../fake-aws/services/logs/seed.js'
import type {
  AppSeed,
  DomainSeed,
  DomainWithoutVpcSeed,
  LifecycleConfigSeed,
} from '../fake-aws/services/sagemaker/seed.js'
import type { NewSpace } from '../fake-aws/services/sagemaker/space.js'
import type { NewUserProfile } from '../fake-aws/services/sagemaker/user-profile.js'
import type { Tag } from '../fake-aws/state/record.js'
import type { DirectorySections } from './served-directories.js'
import { unknownName } from './suggestion.js'

type Tagged<T> = T & { readonly Tags?: readonly Tag[] }

/**
 * Contents of a `studio.json`: the resources of one account and Region, each with the members of the function of
 * `fake.seed` that makes it. A section may refer to resources of an earlier one.
 */
export interface StudioSeed extends DirectorySections {
  /** Default: the server's first account. */
  readonly account?: string
  /** Default: the server's first Region. */
  readonly region?: string
  readonly vpcs?: readonly VpcSeed[]
  readonly subnets?: readonly SubnetSeed[]
  readonly securityGroups?: readonly NewSecurityGroup[]
  readonly networkAcls?: readonly NetworkAclSeed[]
  readonly dhcpOptions?: readonly DhcpOptionsSeed[]
  readonly roles?: readonly RoleSeed[]
  readonly kmsKeys?: readonly (NewKey & { readonly alias?: string })[]
  readonly lifecycleConfigs?: readonly LifecycleConfigSeed[]
  readonly domains?: readonly (DomainSeed | DomainWithoutVpcSeed)[]
  readonly userProfiles?: readonly Tagged<NewUserProfile>[]
  readonly spaces?: readonly Tagged<NewSpace>[]
  readonly apps?: readonly AppSeed[]
  readonly fileSystems?: readonly NewFileSystem[]
  readonly mountTargets?: readonly MountTargetSeed[]
  readonly accessPoints?: readonly NewAccessPoint[]
  readonly replications?: readonly NewReplication[]
  /** Texts by object key, by bucket name. */
  readonly buckets?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly logStreams?: readonly LogStreamSeed[]
  readonly metrics?: readonly MetricSeed[]
}

/** One state, or several. */
export type StudioFile = StudioSeed | readonly StudioSeed[]

type Section = Exclude<keyof StudioSeed, 'account' | 'region' | 'buckets' | keyof DirectorySections>

/** The function of `fake.seed` for each section, in the order in which resources refer to each other. */
const SECTIONS = {
  vpcs: 'vpc',
  subnets: 'subnet',
  securityGroups: 'securityGroup',
  networkAcls: 'networkAcl',
  dhcpOptions: 'dhcpOptions',
  roles: 'role',
  kmsKeys: 'kmsKey',
  lifecycleConfigs: 'lifecycleConfig',
  domains: 'domain',
  userProfiles: 'userProfile',
  spaces: 'space',
  apps: 'app',
  fileSystems: 'fileSystem',
  mountTargets: 'mountTarget',
  accessPoints: 'accessPoint',
  replications: 'replication',
  logStreams: 'logStream',
  metrics: 'metric',
} as const satisfies Record<Section, keyof FakeAws['seed']>

const DIRECTORY_SECTIONS = [
  'directories',
  'directoryFunctions',
  'recoveryPoints',
] as const satisfies readonly (keyof DirectorySections)[]

type ListName = Section | (typeof DIRECTORY_SECTIONS)[number]

/** Members without which a resource cannot be made. */
const REQUIRED: Partial<Record<ListName, readonly string[]>> = {
  roles: ['RoleName'],
  lifecycleConfigs: ['StudioLifecycleConfigName'],
  userProfiles: ['DomainId', 'UserProfileName'],
  spaces: ['DomainId', 'SpaceName'],
  apps: ['DomainId'],
  mountTargets: ['FileSystemId', 'SubnetId'],
  accessPoints: ['FileSystemId'],
  replications: ['SourceFileSystemId', 'DestinationFileSystemId'],
  logStreams: ['logStreamName'],
  metrics: ['MetricName', 'value'],
  directories: ['FileSystemId', 'path', 'uid', 'gid', 'mode'],
  directoryFunctions: ['FunctionName', 'FileSystemId'],
  recoveryPoints: ['FileSystemId'],
}

/** Reads the states of a parsed studio file. Throws on unknown sections, and on entries that are no objects. */
export function readStudioFile(value: unknown): readonly StudioSeed[] {
  return (Array.isArray(value) ? value : [value]).map(readSeed)
}

/** Every name of a section. */
export const SECTION_NAMES: readonly string[] = [
  ...['account', 'region', 'buckets'],
  ...Object.keys(SECTIONS),
  ...DIRECTORY_SECTIONS,
]
const KNOWN = ['$schema', ...SECTION_NAMES]

function readSeed(value: unknown): StudioSeed {
  if (!isObject(value))
    throw new Error('A studio file is an object with sections such as "domains", or a list of them.')
  for (const [name, content] of Object.entries(value)) {
    if (!KNOWN.includes(name)) throw unknownName('section', name, KNOWN)
    if (name === '$schema') continue
    if (name === 'account' || name === 'region') checkText(name, content)
    else if (name === 'buckets') checkBuckets(content)
    else checkSection(name as ListName, content)
  }
  return value as StudioSeed
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new Error(`${name} must be a text.`)
}

function checkBuckets(value: unknown): void {
  const isRight =
    isObject(value) &&
    Object.values(value).every(
      (objects) => isObject(objects) && Object.values(objects).every((text) => typeof text === 'string'),
    )
  if (!isRight) throw new Error('buckets must be an object of buckets, each an object of texts by key.')
}

function checkSection(name: ListName, value: unknown): void {
  if (!Array.isArray(value)) throw new Error(`${name} must be a list.`)
  for (const [index, item] of value.entries()) {
    if (!isObject(item)) throw new Error(`${name}[${index}] must be an object.`)
    for (const member of REQUIRED[name] ?? []) {
      if (item[member] === undefined) throw new Error(`${name}[${index}] lacks ${member}.`)
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Adds the resources to the fake. The error of an entry names it. */
export function seedStudio({ seed }: Pick<FakeAws, 'seed'>, studio: StudioSeed): void {
  for (const [section, make] of Object.entries(SECTIONS) as [Section, (typeof SECTIONS)[Section]][]) {
    for (const [index, item] of (studio[section] ?? []).entries()) {
      try {
        ;(seed[make] as (item: object) => unknown)(item)
      } catch (error) {
        throw new Error(`${section}[${index}]: ${(error as Error).message}`, { cause: error })
      }
    }
  }
  for (const [name, objects] of Object.entries(studio.buckets ?? {})) seed.bucket(name, objects)
}
