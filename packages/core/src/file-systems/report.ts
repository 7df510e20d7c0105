import type { Applied } from './apply.js'
import type { EnsureFileSystemForDomainOutput } from './ensure-file-system-for-domain.js'
import type { FileSystemPicture, FileSystemPlan } from './plan/file-system-plan.js'
import { lambdaNetworkFor } from './plan/lambda-network.js'

/** What is there now; after a dry run, what was there and what would be changed. */
export function fileSystemReport(
  picture: FileSystemPicture,
  plan: FileSystemPlan,
  applied: Applied | undefined,
): EnsureFileSystemForDomainOutput {
  const { domain, vpcId, subnets, groups, groupChoice: choice } = picture
  const { create, existing } = plan.mountTargets
  const mountTargets = (applied?.mountTargets ?? existing).toSorted((a, b) => a.zoneId.localeCompare(b.zoneId))
  const groupId = applied?.groupId ?? plan.group.groupId
  return {
    domainId: domain.domainId,
    vpcId,
    fileSystem: applied?.fileSystem ?? plan.fileSystem,
    mountTargets,
    accessPoint: applied?.accessPoint ?? plan.accessPoint,
    nfsSecurityGroups: { inbound: groupId, outbound: groups.outbound?.groupId },
    lambda: lambdaNetworkFor(subnets, applied?.mountTargets ?? [...existing, ...create], {
      ...{ groups, choice, groupId },
      domainId: domain.domainId,
    }),
    spaceExecutionRole: domain.spaceExecutionRole,
    findings: plan.findings,
    changes: applied?.changes ?? plan.changes,
  }
}
