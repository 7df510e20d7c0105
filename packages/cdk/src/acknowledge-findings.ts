import type { CfnRole } from 'aws-cdk-lib/aws-iam'
import * as core from 'aws-cdk-lib/core'

const WILDCARDS: Readonly<Record<string, string>> = {
  '*': 'AWS authorises these actions for no single resource: lists, descriptions of EC2, traces, network interfaces of Lambda, lookups in CloudTrail, and the creation of a file system, which must be encrypted.',
}

const WILDCARD =
  'Names of user profiles, and ids of what a function finds or makes, are known only when it runs. Actions and conditions are generated from the operations of studio-efs, and its tests compare them with the calls that these make.'

const IS_DEAD_LETTERS = 'The queue is where undelivered and failed events end; an alarm watches it.'

const RUN = {
  'AwsSolutions-SF1':
    'AWS Step Functions keeps the events of every execution for 90 days, and the function logs each round.',
  'AwsSolutions-SF2': "Traces cost, and are off by default; tracing: 'Active' turns them on.",
}

/** Rules of cdk-nag that a resource of the template breaks for a reason. */
const FINDINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  UndeliveredEvents: { 'AwsSolutions-SQS3': IS_DEAD_LETTERS },
  FailedEvents: { 'AwsSolutions-SQS3': IS_DEAD_LETTERS },
  BackfillRun: RUN,
  LeaversRun: RUN,
  SpacesRun: RUN,
  UsageRun: RUN,
}

/**
 * Acknowledges, with the reason, what cdk-nag finds in the resources of the template. Wildcards are acknowledged one by one, so that
 * one that the app adds to a role is found. aws-cdk-lib has acknowledgements since 2.257; before that, nothing is done.
 */
export function acknowledgeFindings(resources: ReadonlyMap<string, core.CfnResource>): void {
  if (core.Validations === undefined) return
  for (const [logicalId, resource] of resources) {
    const rules = { ...FINDINGS[logicalId], ...(isRole(resource) ? wildcardsOf(resource) : {}) }
    for (const [id, reason] of Object.entries(rules)) core.Validations.of(resource).acknowledge({ id, reason })
  }
}

function isRole(resource: core.CfnResource): resource is CfnRole {
  return resource.cfnResourceType === 'AWS::IAM::Role'
}

interface Policy {
  readonly policyDocument: { readonly Statement: readonly { readonly Effect: string; readonly Resource: unknown }[] }
}

function wildcardsOf(role: CfnRole): Readonly<Record<string, string>> {
  const policies = core.Stack.of(role).resolve(role.policies) as readonly Policy[]
  const resources = policies
    .flatMap(({ policyDocument }) => policyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Resource }) => Resource)
    .map(textOf)
    .filter((text) => text.includes('*'))
  return Object.fromEntries(
    resources.map((text) => [`AwsSolutions-IAM5[Resource::${text}]`, WILDCARDS[text] ?? WILDCARD]),
  )
}

/** As cdk-nag writes a resource in the id of a finding. */
function textOf(resource: unknown): string {
  if (typeof resource === 'string') return resource.replaceAll('${', '<').replaceAll('}', '>')
  const text = Object(resource)['Fn::Sub']
  return typeof text === 'string' ? textOf(text) : JSON.stringify(text ?? resource)
}
