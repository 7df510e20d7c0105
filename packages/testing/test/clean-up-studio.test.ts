import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startFakeAwsServer } from '../src/index.js'

const script = fileURLToPath(new URL('clean-up-studio.py', import.meta.url))
const { status } = spawnSync('python3', ['-c', 'import boto3'], { timeout: 60_000 })
const skipped = status === 0 ? '' : ' (skipped: python3 has no boto3 here)'

it.skipIf(skipped !== '')(
  `a script stops the apps and deletes spaces, profiles, the domain and all that SageMaker made for it${skipped}`,
  { timeout: 120_000 },
  async () => {
    const DomainId = 'd-old'
    const server = await startFakeAwsServer({
      studio: {
        domains: [{ DomainId }],
        userProfiles: ['alice', 'bob'].map((UserProfileName) => ({ DomainId, UserProfileName })),
        spaces: [{ DomainId, SpaceName: 'lab', OwnershipSettings: { OwnerUserProfileName: 'alice' } }],
        apps: [
          { DomainId, SpaceName: 'lab', AppType: 'JupyterLab', AppName: 'default' },
          { DomainId, UserProfileName: 'bob', AppType: 'Canvas', AppName: 'canvas' },
        ],
      },
    })
    const { state } = server.fake()
    const before = [...state.ec2.securityGroups.keys()]
    expect([state.efs.fileSystems.size, before.length]).toEqual([1, 3])
    const { stdout } = await promisify(execFile)('python3', [script], { env: { ...process.env, ...server.variables } })
    await server.close()
    expect((JSON.parse(stdout) as string[]).toSorted()).toEqual([
      'SpaceName lab',
      'UserProfileName alice',
      'UserProfileName bob',
      'app canvas',
      'app default',
      'domain d-old',
      'file system',
      'security-group-for-inbound-nfs-d-old',
      'security-group-for-outbound-nfs-d-old',
    ])
    const { sagemaker, efs, ec2 } = state
    const left = [sagemaker.domains, sagemaker.userProfiles, sagemaker.spaces, efs.fileSystems, efs.mountTargets]
    expect(left.map(({ size }) => size)).toEqual([0, 0, 0, 0, 0])
    expect([ec2.securityGroups.size, ec2.networkInterfaces.size]).toEqual([1, 0])
  },
)
