import {
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  type CreateMountTargetCommandInput,
  EFSClient,
} from '@aws-sdk/client-efs'
import { createFakeAws } from '../src/fake-aws/create-fake-aws.js'
import type { FakeAwsOptions } from '../src/fake-aws/settings/options.js'

/** A fake with the default VPC, a client without retries, and creations that wait until the resource is available. */
export function setUpEfs(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  const client = new EFSClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const subnets = [...fake.state.ec2.subnets.values()]
  const [first, second] = subnets.map(({ SubnetId }) => SubnetId)
  if (first === undefined || second === undefined) throw new Error('The default VPC has no two subnets.')

  async function createFileSystem(CreationToken = 'token'): Promise<string> {
    const { FileSystemId } = await client.send(new CreateFileSystemCommand({ CreationToken }))
    await fake.clock.advance(5_000)
    return FileSystemId ?? ''
  }

  async function createMountTarget(FileSystemId: string, SubnetId = first): Promise<string> {
    const { MountTargetId } = await client.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
    await fake.clock.advance(90_000)
    return MountTargetId ?? ''
  }

  return { fake, client, subnets, first, second, createFileSystem, createMountTarget }
}

/** Adds a file system. `create` creates a mount target for it, by default in the first subnet. */
export async function setUpEfsWithFileSystem(options: FakeAwsOptions = {}) {
  const efs = setUpEfs(options)
  const FileSystemId = await efs.createFileSystem()
  const create = (more: Partial<CreateMountTargetCommandInput> = {}) =>
    efs.client.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: efs.first, ...more }))
  return { ...efs, FileSystemId, create }
}
