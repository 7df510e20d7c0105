import { readTrustPolicy } from '../../aws/iam.js'
import { hasStudioLogs } from '../../aws/logs.js'
import { lifecycleConfigExists } from '../../aws/sagemaker/lifecycle-configs.js'
import type { DiagnosisSubject } from '../subject.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { type Look, type Looker, lacking, lookAtEach, notAsked, orGone } from './look.js'
import type { StudioReads } from './studio-reads.js'

/** Trust policy of an execution role, decoded from JSON; undefined for a role that does not exist. */
export interface SeenRole {
  readonly roleArn: string
  readonly trust: { readonly policy: unknown } | undefined
}

export interface SeenLogs {
  readonly prefix: string
  readonly exist: boolean
}

export interface SeenLifecycleConfig {
  readonly arn: string
  readonly exists: boolean
}

export interface AccountReads {
  /** Execution roles of the subject. */
  roles(): Look<readonly SeenRole[]>
  /** Log streams of the newest app, by the prefix of their names. Skipped without an app. */
  logs(): Look<SeenLogs>
  /** Lifecycle configuration that a space names itself. Skipped where none does. */
  lifecycleConfig(): Look<SeenLifecycleConfig>
}

/** Roles of the profiles of a domain that are looked at. */
const MAX_ROLES = 3

export function accountReads(
  call: DiagnosisCall,
  { once, aws }: Looker,
  { studio, subject }: { readonly studio: StudioReads; readonly subject: DiagnosisSubject },
): AccountReads {
  const { iam, logs: logsClient } = call

  const roleArns = (): Look<readonly string[]> =>
    studio.domain().andThen((domain) =>
      studio.spaces().andThen(({ spaces }) =>
        studio.profiles().map((profiles) => {
          const isShared = subject.scope === 'space' && spaces.some(({ kind }) => kind === 'shared')
          const own = profiles.flatMap(({ profile }) => profile?.executionRole ?? domain.executionRole ?? [])
          const shared = domain.spaceExecutionRole ?? domain.executionRole
          const roles = isShared ? [shared] : own.length > 0 ? own : [domain.executionRole]
          return [...new Set(roles.flatMap((role) => role ?? []))]
        }),
      ),
    )

  const roles = once((): Look<readonly SeenRole[]> => {
    if (iam === undefined) return lacking('iam: an IAMClient of @aws-sdk/client-iam')
    const read = (roleArn: string): Look<SeenRole> => {
      const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1)
      return aws(() => orGone(readTrustPolicy({ ...call, iam }, roleName).map((policy) => ({ policy })))).map(
        (trust) => ({ roleArn, trust }),
      )
    }
    return roleArns().andThen((arns) => lookAtEach(arns.slice(0, MAX_ROLES), read))
  })

  const logs = once((): Look<SeenLogs> => {
    if (logsClient === undefined) return lacking('logs: a CloudWatchLogsClient of @aws-sdk/client-cloudwatch-logs')
    return studio.apps().andThen((seen): Look<SeenLogs> => {
      const [app] = seen.flatMap((one) => (one.app === undefined || one.app.status === 'Pending' ? [] : one.app))
      if (app === undefined) return notAsked('No app has run.')
      const { domainId, spaceName, appType, appName } = app
      const prefix = subject.scope === 'domain' ? `${domainId}/` : `${domainId}/${spaceName}/${appType}/${appName}`
      return aws(() => hasStudioLogs({ ...call, logs: logsClient }, prefix)).map((exist) => ({ prefix, exist }))
    })
  })

  const lifecycleConfig = once(
    (): Look<SeenLifecycleConfig> =>
      studio.spaces().andThen(({ spaces }): Look<SeenLifecycleConfig> => {
        const [arn] = spaces.flatMap(({ resourceSpec }) => resourceSpec.LifecycleConfigArn ?? [])
        if (arn === undefined) return notAsked('No space names a lifecycle configuration.')
        return aws(() => lifecycleConfigExists(call, arn)).map((exists) => ({ arn, exists }))
      }),
  )
  return { roles, logs, lifecycleConfig }
}
