// Synthesises every scenario; `with` is there from constructs 10.5 on only.
import { StudioEfs, UserProfileFileSystem } from '@studio-efs/cdk'
import { App, Stack } from 'aws-cdk-lib'
import { CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker'

const app = new App()
const sageMakerDomainId = 'd-abcdefghijkl'
const storage = new StudioEfs(new Stack(app, 'Private'), 'StudioEfs', { sageMakerDomainId })
new StudioEfs(new Stack(app, 'Domain'), 'StudioEfs', { sageMakerDomainId, scenario: 'DomainShared' })
new StudioEfs(new Stack(app, 'Vpc'), 'StudioEfs', { sageMakerDomainId, scenario: 'VpcShared', scope: 'private' })
const profile = new CfnUserProfile(new Stack(app, 'Users'), 'Alice', {
  domainId: sageMakerDomainId,
  userProfileName: 'alice',
})
new UserProfileFileSystem(storage).applyTo(profile)

const { stacks } = app.synth()
const functions = stacks.map(({ template }) =>
  Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function'),
)
const code = functions.flat().map(({ Properties }) => Properties.Code.S3Key)
if (functions.slice(0, 3).some(({ length }) => length === 0)) throw new Error('A scenario has no functions.')
if (!code.every((key) => /^[0-9a-f]{64}\.zip$/.test(key))) throw new Error(`Not an asset: ${code.join(', ')}`)
const [listed] = Object.values(stacks[3].template.Resources)
if (listed.Properties.UserSettings.CustomFileSystemConfigs.length !== 1) throw new Error('The profile lists nothing.')
