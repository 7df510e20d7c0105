// Handles an event with the calls that the SDK alone needs for it: the least that a handler can cost.
import { DescribeUserProfileCommand, SageMakerClient, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker'

interface CreateEvent {
  readonly detail: { readonly requestParameters: { readonly domainId: string; readonly userProfileName: string } }
}

const client = new SageMakerClient({})
const FileSystemId = process.env['STUDIO_EFS_FILE_SYSTEM_ID']

export async function handler({ detail }: CreateEvent): Promise<void> {
  const { domainId: DomainId, userProfileName: UserProfileName } = detail.requestParameters
  const { UserSettings } = await client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName }))
  if ((UserSettings?.CustomFileSystemConfigs ?? []).length > 0) return
  const efs = { EFSFileSystemConfig: { FileSystemId, FileSystemPath: `/${UserProfileName}` } }
  const settings = { CustomFileSystemConfigs: [efs] }
  await client.send(new UpdateUserProfileCommand({ DomainId, UserProfileName, UserSettings: settings }))
}
