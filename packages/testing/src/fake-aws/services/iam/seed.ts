import type { RoleRecord } from '../../state/iam.js'
import type { Tag } from '../../state/record.js'
import type { World } from '../../world/world.js'

/** Role to add. */
export interface RoleSeed {
  readonly RoleName: string
  /** Default `/`. */
  readonly Path?: string
  /** Trust policy. Default: `sagemaker.amazonaws.com` may assume the role and set a source identity. */
  readonly trustPolicy?: Readonly<Record<string, unknown>>
  readonly Description?: string
  readonly Tags?: readonly Tag[]
}

/** Adds what IAM knows without a call. */
export interface IamSeed {
  /** Adds a role. */
  role(seed: RoleSeed): RoleRecord
}

/** Trust policy of an execution role: SageMaker may do these actions. */
export function sagemakerTrust(...actions: readonly string[]): Readonly<Record<string, unknown>> {
  const Principal = { Service: 'sagemaker.amazonaws.com' }
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: actions }] }
}

export function createIamSeed(world: World): IamSeed {
  return {
    role({ Path = '/', trustPolicy, Tags = [], ...seed }) {
      const record: RoleRecord = {
        ...seed,
        Path,
        RoleId: `AROA${world.ids.base36(17).toUpperCase()}`,
        Arn: `arn:aws:iam::${world.settings.account}:role${Path}${seed.RoleName}`,
        CreateDate: world.timestamp(),
        MaxSessionDuration: 3600,
        Tags: [...Tags],
        trustPolicy: JSON.stringify(trustPolicy ?? sagemakerTrust('sts:AssumeRole', 'sts:SetSourceIdentity')),
      }
      world.state.iam.roles.set(record.RoleName, record)
      return record
    },
  }
}
