// In a process of its own: seeds a world once the modules are loaded, and answers with what that took.
import { createFakeAws } from '../packages/testing/dist/index.js'

process.on('message', (profiles) => {
  const before = process.memoryUsage.rss()
  const begun = performance.now()
  const fake = createFakeAws()
  fake.seed.domain({ DomainId: 'd-science' })
  for (let n = 0; n < profiles; n += 1) {
    const efs = { FileSystemId: 'fs-0123456789abcdef0', FileSystemPath: `/user-${n}` }
    const UserSettings = { CustomFileSystemConfigs: [{ EFSFileSystemConfig: efs }] }
    fake.seed.userProfile({ DomainId: 'd-science', UserProfileName: `user-${n}`, UserSettings })
  }
  const ms = performance.now() - begun
  const megabytes = (process.memoryUsage.rss() - before) / 1_000_000
  process.send({ ms, megabytes, profiles: fake.state.sagemaker.userProfiles.size })
})
