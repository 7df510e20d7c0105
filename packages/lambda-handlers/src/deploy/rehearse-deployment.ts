import {
  backfillProfiles,
  type EnsureFileSystemForDomainError,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
  type FileSystemId,
  type SetDomainDefaultError,
  type SetDomainDefaultOutput,
  type ShareAcrossVpcDomainsError,
  type ShareAcrossVpcDomainsOutput,
  type StudioEfsContext,
  setDomainDefault,
  shareAcrossVpcDomains,
} from '@studio-efs/core'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import type { InvalidInputError, StudioEfsError } from '@studio-efs/core/errors'
import { err, ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import { ensureInput, parseFileSystemProperties } from '../custom-resource/file-system-properties.js'
import { refusalOf } from '../custom-resource/make-file-system.js'
import { parseRehearsalParameters, type RehearsalParameters } from './rehearsal-parameters.js'
import { countProfiles, type RehearsedProfiles, unseenDirectories } from './rehearsed-profiles.js'

/** Input of {@link rehearseDeployment}. */
export interface RehearseDeploymentInput {
  readonly domainId: string
  /** Parameters of `studio-efs.yaml`, by name. Those that are left out have their defaults. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Time for each operation of the rehearsal, in milliseconds. Default: that of the operation. */
  readonly timeoutMs?: number
  /** Stops it between two steps, and stops the request that is under way. */
  readonly signal?: AbortSignal
}

/** Clients of the account. With `directories`, existing directories are looked at; nothing is written. */
export type RehearsalContext = Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'> & {
  readonly directories?: DirectoryDriver
}

/** Findings of {@link rehearseDeployment}: what the stack would find and change. */
export interface Rehearsal {
  readonly parameters: RehearsalParameters
  /** Domain, file system and network; `changes` are those of the custom resource. */
  readonly fileSystem: EnsureFileSystemForDomainOutput
  /** Error with which the creation of the stack would fail, and its remedy. Undefined if it would not. */
  readonly refusal: StudioEfsError | undefined
  /** With `PrivateDirectories`: the first backfill. */
  readonly profiles?: RehearsedProfiles
  /** With `DomainShared`: the default that the domain would get. */
  readonly domainDefault?: SetDomainDefaultOutput
  /** With `VpcShared`. `unknown`: the file system does not exist yet, so that nothing can be said of the other domains. */
  readonly vpcDomains?: ShareAcrossVpcDomainsOutput | 'unknown'
}

/** Errors of {@link rehearseDeployment}: what kept it from looking. A stack that would fail is no error, but `refusal`. */
export type RehearseDeploymentError =
  | InvalidInputError
  | EnsureFileSystemForDomainError
  | SetDomainDefaultError
  | ShareAcrossVpcDomainsError
  | StudioEfsError

/** Stands for a file system that is not made yet, in plans that need an id. */
const NOT_YET = 'fs-00000000000000000' as FileSystemId

/**
 * Plans what a stack with these parameters would do in the account, and writes nothing: the custom resource's dry run, and the
 * plan of the first run of its scenario. Needs the permissions to read of those operations.
 */
export function rehearseDeployment(
  context: RehearsalContext,
  { domainId, parameters: given = {}, ...time }: RehearseDeploymentInput,
): ResultAsync<Rehearsal, RehearseDeploymentError> {
  return parseRehearsalParameters(given)
    .andThen((parameters) =>
      parseFileSystemProperties(propertiesOf(domainId, parameters)).map((properties) => ({ parameters, properties })),
    )
    .asyncAndThen(({ parameters, properties }) =>
      ensureFileSystemForDomain(context, { ...ensureInput(properties), ...time, dryRun: true }).andThen(
        (fileSystem) => {
          const refusal = refusalOf(fileSystem, properties)
          const found = { parameters, fileSystem, refusal }
          return refusal === undefined
            ? firstRun(context, found, time).map((run) => ({ ...found, ...run }))
            : okAsync(found)
        },
      ),
    )
}

function propertiesOf(domainId: string, parameters: RehearsalParameters): Readonly<Record<string, string>> {
  const needsRole = parameters.Scenario === 'DomainShared' && parameters.Scope !== 'private'
  return {
    DomainId: domainId,
    FileSystemId: parameters.FileSystemId,
    KmsKeyId: parameters.KmsKeyArn,
    MissingSecurityGroup: 'create',
    FileSystemPolicy: parameters.FileSystemPolicy,
    ExecutionRole: parameters.ExecutionRoleArn,
    SpaceRole: needsRole ? 'required' : 'optional',
    Tags: parameters.Tags,
    LambdaExclusions: parameters.ExcludedSubnets,
  }
}

type Found = Pick<Rehearsal, 'parameters' | 'fileSystem'>
type FirstRun = Pick<Rehearsal, 'profiles' | 'domainDefault' | 'vpcDomains'>

function firstRun(
  context: RehearsalContext,
  found: Found,
  time: Pick<RehearseDeploymentInput, 'timeoutMs' | 'signal'>,
): ResultAsync<FirstRun, RehearseDeploymentError> {
  const { sagemaker, directories, efs, ec2, ...rest } = context
  const { parameters, fileSystem } = found
  const { domainId, vpcId } = fileSystem
  const existing = fileSystem.fileSystem?.fileSystemId
  const common = { fileSystemId: existing ?? NOT_YET, ...time, dryRun: true }
  const reading = { sagemaker, ...rest }
  const shared = {
    ...{ ...common, fileSystemPath: parameters.SharedPath, scope: parameters.Scope as 'both' },
    ...(parameters.ExecutionRoleArn === '' ? {} : { executionRole: parameters.ExecutionRoleArn }),
  }
  if (parameters.Scenario === 'DomainShared')
    return setDomainDefault(reading, { ...shared, domainId }).map((domainDefault) => ({ domainDefault }))
  if (parameters.Scenario === 'VpcShared')
    return existing === undefined
      ? okAsync({ vpcDomains: 'unknown' as const })
      : shareAcrossVpcDomains({ ...reading, efs, ec2 } as RehearsalContext, { ...shared, vpcId }).map((vpcDomains) => ({
          vpcDomains,
        }))
  const seen = existing === undefined ? 'new' : directories === undefined ? 'unseen' : 'seen'
  const run = backfillProfiles(
    { ...reading, directories: seen === 'seen' && directories !== undefined ? directories : unseenDirectories },
    {
      ...{ ...common, domainIds: [domainId], layout: parameters.Layout, reservedPaths: [parameters.SharedPath] },
      foreignDirectories: parameters.ForeignDirectories as 'refuse',
    },
  )
  return new ResultAsync(
    countProfiles(run, seen).then(
      (profiles): Result<FirstRun, RehearseDeploymentError> => ok({ profiles }),
      // A run that cannot start throws its error.
      async (error: unknown) => {
        const summary = await run.summary()
        if (summary.isErr()) return err(summary.error)
        throw error
      },
    ),
  )
}
