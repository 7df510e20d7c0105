import { DescribeMountTargetsCommand, EFSClient } from '@aws-sdk/client-efs'
import { DescribeUserProfileCommand, SageMakerClient, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core/directories'
import { expect, it } from 'vitest'
import { domainFileSystems, efsEntry, profileFileSystems } from './custom-file-systems.js'
import { readyStudio } from './ready-studio.js'
import { writesIn } from './writes.js'

it('has a domain, profiles and a file system that the domain can mount in every zone', async () => {
  const { fake, domainId, userProfiles, fileSystemId, mountTargetIds, mountTargetGroupId, subnetIds } = readyStudio()
  const efs = new EFSClient(fake.clientConfig())
  const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId: fileSystemId }))
  expect(MountTargets.map(({ SubnetId }) => SubnetId).toSorted()).toEqual([...subnetIds].toSorted())
  expect(MountTargets.map(({ MountTargetId }) => MountTargetId).toSorted()).toEqual([...mountTargetIds].toSorted())
  expect(fake.state.efs.mountTargets.get(mountTargetIds[0] ?? '')?.SecurityGroups).toEqual([mountTargetGroupId])
  expect(userProfiles.map(({ userProfileName }) => userProfileName)).toEqual(['alice', 'bob'])
  const sagemaker = new SageMakerClient(fake.clientConfig())
  const alice = { DomainId: domainId, UserProfileName: 'alice' }
  expect(await sagemaker.send(new DescribeUserProfileCommand(alice))).toMatchObject({ Status: 'InService' })
})

it('takes the names, settings and clock that a test needs', () => {
  const team = efsEntry('fs-11111111', '/team')
  const studio = readyStudio({
    clock: systemClock,
    zones: 2,
    domain: { DomainId: 'd-science', DefaultUserSettings: { CustomFileSystemConfigs: [team] } },
    userProfileNames: ['carol'],
    fileSystem: { FileSystemId: 'fs-22222222' },
    mountTargets: 'none',
  })
  expect(studio).toMatchObject({ domainId: 'd-science', fileSystemId: 'fs-22222222', mountTargetIds: [] })
  expect(studio.subnetIds).toHaveLength(2)
  expect(domainFileSystems(studio.fake, 'd-science')).toEqual({ private: [team], shared: undefined })
  expect(studio.fake.clock).toBe(systemClock)
})

it('shows the list of a profile and the writes that were made', async () => {
  const { fake, domainId, fileSystemId } = readyStudio()
  const sagemaker = new SageMakerClient(fake.clientConfig())
  const alice = { DomainId: domainId, UserProfileName: 'alice' }
  const CustomFileSystemConfigs = [efsEntry(fileSystemId, '/alice'), efsEntry('fs-11111111')]
  expect(profileFileSystems(fake, { domainId, userProfileName: 'alice' })).toBeUndefined()
  await sagemaker.send(new DescribeUserProfileCommand(alice))
  await sagemaker.send(new UpdateUserProfileCommand({ ...alice, UserSettings: { CustomFileSystemConfigs } }))
  expect(profileFileSystems(fake, { domainId, userProfileName: 'ALICE' })).toEqual(CustomFileSystemConfigs)
  expect(writesIn(fake.calls).map(({ operation }) => operation)).toEqual(['UpdateUserProfile'])
})
