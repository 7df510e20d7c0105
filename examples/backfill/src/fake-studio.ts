import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { type Clock, systemClock } from '@studio-efs/core'
import { createFakeAws, type FakeAws, memoryDirectoryDriver } from '@studio-efs/testing'
import type { Connection } from './connect.js'
import { FAKE_FILE_SYSTEM } from './options.js'

const DomainId = 'd-fakestudio'
const lustre = { FSxLustreFileSystemConfig: { FileSystemId: 'fs-0aaaaaaaaaaaaaaaa', FileSystemPath: '/' } }
const datasets = (n: number) => ({
  EFSFileSystemConfig: { FileSystemId: `fs-0bbbbbbbbbbbbbb${n.toString(16).padStart(2, '0')}`, FileSystemPath: '/' },
})

/** A fake domain in this process, with a profile of every kind. It accepts 20 updates a second. */
export async function fakeStudio(profiles: number): Promise<Connection> {
  const rates = [
    { service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 20 },
    { service: 'sagemaker', operation: 'DescribeUserProfile', perSecond: 50 },
  ] as const
  const fake = createFakeAws<Clock>({ clock: systemClock, rates })
  const directories = memoryDirectoryDriver()
  fake.seed.domain({ DomainId, DefaultUserSettings: { CustomFileSystemConfigs: [lustre] } })
  for (let n = 1; n <= profiles; n += 1) addProfile(fake, n)
  directories.plant('/user-5', 'file')
  const server = await fake.listen()
  const sagemaker = new SageMakerClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
  })
  return {
    context: { sagemaker, directories },
    close: async () => {
      sagemaker.destroy()
      await fake.close()
    },
  }
}

/** Adds a profile; the first seven are special cases. */
function addProfile(fake: FakeAws<Clock>, n: number): void {
  const profile = { DomainId, UserProfileName: `user-${n}` }
  if (n === 1)
    fake.seed.userProfile({ ...profile, UserSettings: { CustomPosixUserConfig: { Uid: 10_001, Gid: 2001 } } })
  else if (n === 2) fake.seed.userProfile({ ...profile, UserSettings: { CustomFileSystemConfigs: [datasets(1)] } })
  else if (n === 3) addPending(fake, profile)
  else if (n === 4) fake.seed.userProfile({ ...profile, Status: 'Deleting' })
  else if (n === 6) {
    const CustomFileSystemConfigs = Array.from({ length: 10 }, (_, other) => datasets(other))
    fake.seed.userProfile({ ...profile, UserSettings: { CustomFileSystemConfigs } })
  } else if (n === 7) {
    const EFSFileSystemConfig = { FileSystemId: FAKE_FILE_SYSTEM, FileSystemPath: '/home/user-7' }
    fake.seed.userProfile({ ...profile, UserSettings: { CustomFileSystemConfigs: [{ EFSFileSystemConfig }] } })
  } else fake.seed.userProfile(profile)
}

function addPending(
  fake: FakeAws<Clock>,
  profile: { readonly DomainId: string; readonly UserProfileName: string },
): void {
  const record = fake.seed.userProfile({ ...profile, Status: 'Pending' })
  fake.later(1500, () => {
    record.Status = 'InService'
  })
}
