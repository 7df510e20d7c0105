import { efsEntry, workingStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { diagnoseStudio, faultsIn } from '../../../test/diagnosis-matrix.js'
import type { DiagnoseOutput } from '../diagnose.js'

const alice = { userProfileName: 'alice', deep: false }
const auditOf = ({ exposure }: DiagnoseOutput) => exposure ?? expect.unreachable()

test('a new file system lets every client be root, and the audit has the policy that ends it', async () => {
  const studio = workingStudio()
  const { lines, closingPolicy = '', admittedClients, leavesOpen } = auditOf(await diagnoseStudio(studio, alice))
  expect(faultsIn(lines)).toEqual(['yellow anonymous-root'])
  const groupName = `security-group-for-outbound-nfs-${studio.domainId}`
  expect(admittedClients).toMatchObject({ securityGroups: [{ groupName }], cidrs: [] })
  expect(leavesOpen).toContain('does not document')

  const record = studio.fake.state.efs.fileSystems.get(studio.fileSystemId)
  if (record !== undefined) record.policy = closingPolicy
  const report = await diagnoseStudio(studio, alice)
  expect(faultsIn(auditOf(report).lines)).toEqual([])
  expect(auditOf(report).closingPolicy).toBeUndefined()
  expect(report.lines.find(({ check }) => check === 'policy-lets-in')?.verdict).toBe('green')
})

test('clients beside SageMaker domains are named, and a root that is offered', async () => {
  const studio = workingStudio()
  const { fake, vpcId, userProfile, fileSystemId } = studio
  const other = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'batch' })
  const nfs = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 }
  const open = fake.seed.securityGroup({
    VpcId: vpcId,
    IpPermissions: [{ ...nfs, IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [{ GroupId: other.GroupId }] }],
  })
  for (const target of fake.state.efs.mountTargets.values()) target.SecurityGroups.push(open.GroupId)
  userProfile.UserSettings = { CustomFileSystemConfigs: [efsEntry(fileSystemId)] }
  const { lines, admittedClients } = auditOf(await diagnoseStudio(studio, alice))
  expect(faultsIn(lines)).toEqual(['yellow nfs-clients', 'yellow anonymous-root', 'yellow whole-file-system'])
  expect(admittedClients?.cidrs).toEqual(['0.0.0.0/0'])
  expect(lines[0]?.finding).toContain(`${other.GroupId} (batch), 0.0.0.0/0`)
})
