import type { CfnAlarm, IAlarm, IAlarmAction, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch'
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { Connections, type IConnectable, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { type IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { type CfnResource, Fn, Stack } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { acknowledgeFindings } from './acknowledge-findings.js'
import { InvalidStudioEfsPropsError, MissingPartError, SecondStudioEfsError } from './errors.js'
import { includeTemplate } from './include-template.js'
import { type StudioEfsMetric, studioEfsMetric } from './metrics.js'
import { packagedTemplate } from './packaged.js'
import { valuesOf } from './props/parameter-values.js'
import type { StudioEfsProps } from './props/studio-efs-props.js'
import { problemsOf } from './template/check-values.js'
import { specialize } from './template/specialize.js'
import type { ParameterValues } from './template/template.js'

/**
 * A custom Amazon EFS file system for the users of a SageMaker Studio domain: the resources of the CloudFormation template of
 * studio-efs under the same logical ids, with its functions, which are in this package. A stack holds one.
 *
 * Throws {@link InvalidStudioEfsPropsError} for properties that the template does not allow, and
 * {@link SecondStudioEfsError} for a second one in a stack.
 *
 * @example
 * new StudioEfs(new Stack(app, 'StudioEfs'), 'StudioEfs', { sageMakerDomainId: 'd-abcdefghijkl' })
 */
export class StudioEfs extends Construct implements IConnectable {
  /** Id of the domain. */
  readonly domainId: string
  /** Id of the users' file system, once it has its mount targets. */
  readonly fileSystemId: string
  /** Makes directories: the function that `lambdaDirectoryDriver` of `@studio-efs/core` calls. */
  readonly directoryFunction: IFunction
  /** Events on which a function failed, with the error. */
  readonly failedEvents: IQueue
  /** Events that EventBridge could not deliver. */
  readonly undeliveredEvents: IQueue
  /** New profiles that wait for their directory; undefined unless `scenario` is `PrivateDirectories`. */
  readonly newProfiles: IQueue | undefined
  /** Onboards every profile; undefined unless `scenario` is `PrivateDirectories`. */
  readonly backfillRun: IStateMachine | undefined
  /** Onboards profiles whose events were lost; undefined unless `scenario` is `PrivateDirectories`. */
  readonly replayFunction: IFunction | undefined
  /** Repairs the shared directory; undefined if `scenario` is `PrivateDirectories`. */
  readonly sharingFunction: IFunction | undefined

  readonly #values: ParameterValues
  readonly #resources: ReadonlyMap<string, CfnResource>
  readonly #alarms = new Map<string, IAlarm>()
  #connections: Connections | undefined

  constructor(scope: Construct, id: string, props: StudioEfsProps) {
    super(scope, id)
    refuseSecond(this)
    const template = packagedTemplate()
    const { values, problems: unreadable } = valuesOf(template, props)
    const problems = unreadable.length > 0 ? unreadable : problemsOf(template, values)
    if (problems.length > 0) throw new InvalidStudioEfsPropsError({ path: this.node.path, problems })
    this.#values = values
    this.#resources = includeTemplate(this, specialize(template, values), values)
    acknowledgeFindings(this.#resources)

    this.domainId = String(values['SageMakerDomainId'])
    this.fileSystemId = this.#attribute('FileSystem', 'FileSystemId')
    this.directoryFunction = this.#function('DirectoryFunction')
    this.failedEvents = this.#queue('FailedEvents')
    this.undeliveredEvents = this.#queue('UndeliveredEvents')
    this.newProfiles = this.#has('NewProfiles') ? this.#queue('NewProfiles') : undefined
    this.backfillRun = this.#has('BackfillRun')
      ? StateMachine.fromStateMachineArn(this, 'BackfillRun', this.resource('BackfillRun').ref)
      : undefined
    this.replayFunction = this.#has('ReplayFunction') ? this.#function('ReplayFunction') : undefined
    const sharing = ['SetDomainDefaultFunction', 'ShareAcrossVpcDomainsFunction'].find((name) => this.#has(name))
    this.sharingFunction = sharing === undefined ? undefined : this.#function(sharing)

    const { fileSystemId } = props
    const given = typeof fileSystemId === 'object' ? fileSystemId : undefined
    if (given !== undefined) this.resource('FileSystem').node.addDependency(given.mountTargetsAvailable)
    this.#connections = given?.connections
  }

  /**
   * The security groups of the mount targets, with NFS (TCP 2049) as the default port: `connections.allowDefaultPortFrom(host)`
   * lets another host mount the file system. Of a file system of the app they are its own.
   */
  get connections(): Connections {
    this.#connections ??= this.#mountTargetConnections()
    return this.#connections
  }

  /** A resource by its name in the template, to change what no property changes. Throws for a name that is not there. */
  resource(logicalId: string): CfnResource {
    const found = this.#resources.get(logicalId)
    if (found === undefined) throw this.#missing(logicalId, 'the template has none, or the properties leave it out')
    return found
  }

  /** Path of the directory that a user is given: `layout` with the names filled in, or `sharedPath`. */
  directoryOf(userProfileName: string): string {
    return String(this.#values[this.backfillRun === undefined ? 'SharedPath' : 'Layout'])
      .replaceAll('{domainId}', this.domainId)
      .replaceAll('{userProfileName}', userProfileName)
  }

  /** Allows starting a backfill, and reading how it goes. Throws {@link MissingPartError} for shared directories. */
  grantBackfill(grantee: IGrantable): Grant {
    const run = this.backfillRun ?? this.#missingIn('backfill')
    return run.grantStartExecution(grantee).combine(run.grantExecution(grantee, 'states:DescribeExecution'))
  }

  /** Allows replaying CloudTrail. Throws {@link MissingPartError} for shared directories. */
  grantReplay(grantee: IGrantable): Grant {
    return (this.replayFunction ?? this.#missingIn('replay')).grantInvoke(grantee)
  }

  /** Allows repairing the shared directory now. Throws {@link MissingPartError} for private directories. */
  grantRepair(grantee: IGrantable): Grant {
    return (this.sharingFunction ?? this.#missingIn('sharing')).grantInvoke(grantee)
  }

  /** Allows making directories through the directory function, as operations of `@studio-efs/core` do. */
  grantDirectories(grantee: IGrantable): Grant {
    return this.directoryFunction.grantInvoke(grantee)
  }

  /** Allows taking failed events out of their queue, to look at them or to send them again. */
  grantConsumeFailedEvents(grantee: IGrantable): Grant {
    return this.failedEvents.grantConsumeMessages(grantee)
  }

  /** Allows mounting the file system and writing to it, not as root, where its policy asks IAM. */
  grantMount(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resourceArns: [this.#attribute('FileSystem', 'FileSystemArn')],
    })
  }

  /** A metric of the functions, by its name; a sum of five minutes. Throws {@link MissingPartError} if `monitoring` is `off`. */
  metric(metricName: StudioEfsMetric, options?: MetricOptions): Metric {
    if (this.#values['Monitoring'] === 'off') throw this.#missing(`metric ${metricName}`, 'monitoring is off')
    return studioEfsMetric(Stack.of(this).stackName, metricName, options)
  }

  /** Profiles that got their directory. */
  metricOnboarded(options?: MetricOptions): Metric {
    return this.metric('Onboarded', options)
  }

  /** Profiles that were in order. */
  metricUnchanged(options?: MetricOptions): Metric {
    return this.metric('Unchanged', options)
  }

  /** Attempts to onboard a profile that failed; the same profile is tried again. */
  metricFailed(options?: MetricOptions): Metric {
    return this.metric('Failed', options)
  }

  /** Requests that AWS throttled, and that were sent again. */
  metricThrottled(options?: MetricOptions): Metric {
    return this.metric('Throttled', options)
  }

  /** An alarm of the template, by its name: `FailedEventsAlarm`. The runbook has a section for each. */
  alarm(logicalId: string): IAlarm {
    const known = this.#alarms.get(logicalId)
    const alarm = known ?? Alarm.fromAlarmArn(this, logicalId, this.#attribute(logicalId, 'Arn'))
    this.#alarms.set(logicalId, alarm)
    return alarm
  }

  /** All alarms of the template. */
  alarms(): readonly IAlarm[] {
    return [...this.#resources].filter(([, one]) => isAlarm(one)).map(([logicalId]) => this.alarm(logicalId))
  }

  /** Adds actions to every alarm, beside the topic of `alarmTopicArn`. */
  addAlarmAction(...actions: readonly IAlarmAction[]): void {
    for (const [logicalId, resource] of this.#resources) {
      if (!isAlarm(resource)) continue
      const arns = actions.map((action) => action.bind(this, this.alarm(logicalId)).alarmActionArn)
      resource.alarmActions = [...(resource.alarmActions ?? []), ...arns]
    }
  }

  #mountTargetConnections(): Connections {
    const groupIds = this.#attribute('FileSystem', 'MountTargetSecurityGroupIds')
    const group = SecurityGroup.fromSecurityGroupId(this, 'MountTargetGroup', Fn.select(0, Fn.split(',', groupIds)))
    return new Connections({ securityGroups: [group], defaultPort: Port.tcp(2049) })
  }

  #has(logicalId: string): boolean {
    return this.#resources.has(logicalId)
  }

  #attribute(logicalId: string, attribute: string): string {
    return this.resource(logicalId).getAtt(attribute).toString()
  }

  #function(logicalId: string): IFunction {
    const functionArn = this.#attribute(logicalId, 'Arn')
    return LambdaFunction.fromFunctionAttributes(this, logicalId, { functionArn, sameEnvironment: true })
  }

  /** With the key of the queues, so that grants allow its use. */
  #queue(logicalId: string): IQueue {
    const queueArn = this.#attribute(logicalId, 'Arn')
    const keyArn = String(this.#values['OperationsKmsKeyArn'])
    return Queue.fromQueueAttributes(this, logicalId, { queueArn, ...(keyArn === '' ? {} : { keyArn }) })
  }

  #missing(part: string, reason: string): MissingPartError {
    return new MissingPartError({ path: this.node.path, part, reason })
  }

  #missingIn(part: string): never {
    throw this.#missing(part, `the scenario is ${this.#values['Scenario']}`)
  }
}

function refuseSecond(construct: StudioEfs): void {
  const others = Stack.of(construct).node.findAll()
  const first = others.find(
    (other) => other !== construct && other instanceof StudioEfs && Stack.of(other) === Stack.of(construct),
  )
  if (first === undefined) return
  throw new SecondStudioEfsError({ path: construct.node.path, firstPath: first.node.path })
}

function isAlarm(resource: CfnResource): resource is CfnAlarm {
  return resource.cfnResourceType === 'AWS::CloudWatch::Alarm'
}
