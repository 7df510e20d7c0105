import { StudioEfs, UserProfileFileSystem } from '@studio-efs/cdk'
import { Vpc } from 'aws-cdk-lib/aws-ec2'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDomain, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker'
import { App, type AppProps, Stack } from 'aws-cdk-lib/core'

/** A domain of the app with two users, and the stack that gives them their directories. */
export function appWithOneDomain(props?: AppProps): App {
  const app = new App(props)
  const studio = new Stack(app, 'Studio')
  const vpc = new Vpc(studio, 'Vpc', { natGateways: 1 })
  const role = new Role(studio, 'ExecutionRole', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') })
  const domain = new CfnDomain(studio, 'Domain', {
    domainName: 'science',
    authMode: 'IAM',
    vpcId: vpc.vpcId,
    subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId),
    defaultUserSettings: { executionRole: role.roleArn },
  })
  const studioEfs = new StudioEfs(new Stack(app, 'StudioEfs'), 'StudioEfs', {
    sageMakerDomainId: domain,
    fileSystemPolicy: 'deny-anonymous-root',
  })

  const users = new Stack(app, 'Users')
  for (const userProfileName of ['alice', 'bob']) {
    const profile = new CfnUserProfile(users, userProfileName, { domainId: domain.attrDomainId, userProfileName })
    profile.with(new UserProfileFileSystem(studioEfs))
  }
  return app
}

/**
 * One stack for each of the domains, which exist already and are in one VPC. The first stack makes the file system that they share, and
 * the default layout keeps their users apart.
 */
export function appWithSeveralDomains(domainIds: readonly string[], props?: AppProps): App {
  const app = new App(props)
  let fileSystemId: string | undefined
  for (const sageMakerDomainId of domainIds) {
    const stack = new Stack(app, `StudioEfs-${sageMakerDomainId}`)
    const studioEfs = new StudioEfs(stack, 'StudioEfs', {
      sageMakerDomainId,
      monitoring: 'metrics',
      ...(fileSystemId === undefined ? {} : { fileSystemId }),
    })
    fileSystemId ??= studioEfs.fileSystemId
  }
  return app
}
