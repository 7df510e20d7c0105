import { type IamRequest, isAllowed, type Statement } from './iam.js'
import type { StackState } from './stack-state.js'
import type { JsonObject } from './template.js'

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] }
}

/** Statements of a role: those of its own policies, and of policies attached to it. */
export function statementsOf({ made }: Pick<StackState, 'made'>, roleId: string): readonly Statement[] {
  const role = made.get(roleId)
  const { Policies = [] } = role?.properties ?? {}
  const own = (Policies as unknown as readonly Policy[]).map(({ PolicyDocument }) => PolicyDocument)
  const putOn = [...made.values()]
    .filter(({ type, properties }) => type === 'AWS::IAM::Policy' && rolesOf(properties).includes(role?.physicalId))
    .map(({ properties }) => properties['PolicyDocument'] as unknown as Policy['PolicyDocument'])
  return [...own, ...putOn].flatMap(({ Statement }) => Statement)
}

function rolesOf({ Roles = [] }: JsonObject): readonly unknown[] {
  return Roles as readonly unknown[]
}

/** Lets the function's request through, or fails as AWS does if the function's role does not allow it. */
export function permit(state: StackState, functionId: string, request: IamRequest): void {
  const { made, denials } = state
  const roleArn = made.get(functionId)?.properties['Role']
  const [roleId = ''] = [...made].find(([, { attributes }]) => attributes['Arn'] === roleArn) ?? []
  state.asked.set(functionId, (state.asked.get(functionId) ?? new Set()).add(request.action))
  const fromFunction = { 'lambda:SourceFunctionArn': String(made.get(functionId)?.attributes['Arn']) }
  const context = { ...request.context, ...fromFunction }
  const asked = { ...request, context }
  if (isAllowed(statementsOf(state, roleId), asked) && isWithinRules(state, roleId, asked)) return
  const denial = `${roleId} may not ${request.action} on ${request.resource}`
  denials.push(denial)
  throw Object.assign(new Error(denial), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } })
}

/** A boundary that nobody wrote allows nothing, as in IAM. */
function isWithinRules({ made, region }: StackState, roleId: string, request: IamRequest): boolean {
  const { denied = [], boundaries = {} } = region.organization ?? {}
  const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  const { PermissionsBoundary: boundary } = made.get(roleId)?.properties ?? {}
  const bounds = boundary === undefined ? [everything] : (boundaries[String(boundary)] ?? [])
  return isAllowed(bounds, request) && isAllowed([everything, ...denied], request)
}

/** Requests of the Lambda service that mounts file systems, in the name of the function's role. */
export function mountRequests({ region }: StackState, { FileSystemConfigs = [] }: JsonObject): readonly IamRequest[] {
  const accessPoints = [...region.fake.state.efs.accessPoints.values()]
  return (FileSystemConfigs as unknown as readonly { readonly Arn: string }[]).flatMap(({ Arn }) => {
    const fileSystemId = accessPoints.find(({ AccessPointArn }) => AccessPointArn === Arn)?.FileSystemId
    return ['ClientMount', 'ClientWrite', 'ClientRootAccess'].map((action) => ({
      action: `elasticfilesystem:${action}`,
      resource: `arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${fileSystemId}`,
      context: { 'elasticfilesystem:AccessPointArn': Arn },
    }))
  })
}
