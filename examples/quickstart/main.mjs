// The main job from end to end, with no AWS account: events of new user profiles go into the function as it is shipped,
// which talks to a fake AWS through the real AWS SDK. As root it makes real directories; otherwise it asks the shipped
// directory function, which keeps them in memory. Exit status 1 when something is not as promises.mjs says.
import { devNull } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import {
  CreateDomainCommand,
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core'
import { createFakeAws, createUserProfileEvent, failedCreateUserProfileEvent } from '@studio-efs/testing'
import Table from 'cli-table3'
import { directoriesInMemory, realDirectories } from './directories.mjs'
import { startFunction, withoutForeignSettings } from './function-process.mjs'
import { broken } from './promises.mjs'

const fileSystemId = 'fs-0123456789abcdef0'
const names = ['alice', 'Bob', 'carol']
const handlers = import.meta.resolve('@studio-efs/lambda-handlers/package.json')
const bundleOf = (name) => new URL(`./dist/bundles/${name}/index.mjs`, handlers)
const startedAt = performance.now()

const heading = (text) => console.log(`\n${text}`)
const ms = (duration) => `${duration.toFixed(0)} ms`
const table = (head, rows) => {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } })
  drawn.push(...rows)
  console.log(drawn.toString())
}

const VISIBLE_MS = 510
const delays = { createDomain: 50, createUserProfile: 1200, updateUserProfile: 100 }
const fake = createFakeAws({ clock: systemClock, delays })
const server = await fake.listen()
const awsSettings = {
  AWS_ENDPOINT_URL: server.url,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'fake',
  AWS_SECRET_ACCESS_KEY: 'fake',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}
process.env = { ...withoutForeignSettings(process.env), ...awsSettings }
const sagemaker = new SageMakerClient({})
const directories =
  process.getuid?.() === 0 ? realDirectories() : await directoriesInMemory(fake, bundleOf('provision-directories'))

console.log('studio-efs quick start')
console.log(`  a fake AWS listens on ${server.url}; nothing leaves this machine`)
for (const line of directories.about) console.log(`  ${line}`)

let lambda
try {
  const wrong = broken(await show())
  for (const sentence of wrong) console.error(sentence)
  if (wrong.length > 0) process.exitCode = 1
} catch (error) {
  console.error(`The quick start failed: ${error.message}`)
  process.exitCode = 1
} finally {
  lambda?.stop()
  sagemaker.destroy()
  await server.close()
  directories.remove()
}

async function show() {
  const domainId = await prepare()
  const before = await everyList(domainId)
  const events = names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName }))
  const created = await showCreated(events)

  heading(`3. ${directories.title}`)
  const made = directories.list()
  for (const line of made) console.log(`   ${line}`)

  const fileSystems = await everyList(domainId)
  showLists(before, fileSystems)
  const { others, calls } = await showOthers(domainId, events[0])
  const updatesByOthers = calls.filter((operation) => operation.startsWith('Update')).length
  const directoriesByOthers = directories.list().length - made.length
  console.log(`   AWS calls for these four: ${calls.join(', ')}. Directories now: ${directories.list().length}.`)
  console.log(`\nDone in ${ms(performance.now() - startedAt)}.`)
  return { created, directories: made, fileSystems, others, updatesByOthers, directoriesByOthers }
}

async function prepare() {
  heading('1. A domain and three user profiles, created with the plain AWS SDK')
  const [vpc] = fake.state.ec2.vpcs.values()
  const subnets = [...fake.state.ec2.subnets.values()].map((subnet) => subnet.SubnetId)
  const domain = await sagemaker.send(
    new CreateDomainCommand({
      DomainName: 'science',
      AuthMode: 'IAM',
      VpcId: vpc.VpcId,
      SubnetIds: subnets,
      DefaultUserSettings: {
        ExecutionRole: 'arn:aws:iam::111122223333:role/StudioUsers',
        CustomFileSystemConfigs: [{ FSxLustreFileSystemConfig: { FileSystemId: 'fs-0aaaaaaaaaaaaaaaa' } }],
      },
    }),
  )
  const domainId = domain.DomainArn.split('/').at(-1)
  await setTimeout(delays.createDomain + 10)
  console.log(`   domain ${domainId}; by default its users see an FSx for Lustre file system`)
  const started = startFunction(bundleOf('on-user-profile-created'), {
    STUDIO_EFS_FILE_SYSTEM_ID: fileSystemId,
    STUDIO_EFS_LAYOUT: '/{userProfileName}',
    STUDIO_EFS_DOMAIN_IDS: domainId,
    ...awsSettings,
    ...directories.settings,
  })
  await Promise.all([createProfiles(domainId), started])
  lambda = await started
  return domainId
}

async function createProfiles(DomainId) {
  const create = (UserProfileName, UserSettings) =>
    sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName, ...(UserSettings && { UserSettings }) }))
  await create('alice', {
    CustomFileSystemConfigs: [
      { EFSFileSystemConfig: { FileSystemId: 'fs-0bbbbbbbbbbbbbbbb', FileSystemPath: '/datasets' } },
      { S3FileSystemConfig: { S3Uri: 's3://science/models', MountPath: '/models' } },
    ],
  })
  await create('Bob')
  await create('carol', { CustomPosixUserConfig: { Uid: 10042, Gid: 1042 } })
  // AWS does not show a new profile at once, and neither does the fake.
  await setTimeout(VISIBLE_MS)
  console.log(
    '   alice (lists an EFS and an S3 file system of her own), Bob (nothing set), carol (her own uid and gid)',
  )
}

async function showCreated(events) {
  heading('2. Their events, delivered to the function')
  const callsBefore = fake.calls.length
  const outcomes = await deliverEach(events.map((event, at) => [`${names[at]} was created`, event]))
  const reads = fake.calls.slice(callsBefore).filter(({ operation }) => operation === 'DescribeUserProfile').length
  if (reads > names.length)
    console.log('   The first one waited for its profile, which was Pending when the event arrived.')
  return outcomes
}

function showLists(before, after) {
  heading('4. The list of each profile')
  const cell = (list) => (list.length === 0 ? "(none; sees the domain's)" : list.join('\n'))
  table(
    ['profile', 'before', 'after'],
    names.map((name) => [name, cell(before[name]), cell(after[name])]),
  )
  console.log(
    "   Bob and carol saw the domain's file system; a list of their own would have hidden it, so it is copied.",
  )
}

async function showOthers(domainId, first) {
  heading('5. Other events')
  await setTimeout(delays.updateUserProfile)
  const callsBefore = fake.calls.length
  const others = await deliverEach([
    ['alice was created, delivered again', first],
    ['a call that had failed', failedCreateUserProfileEvent({ domainId, userProfileName: 'dave' })],
    ['a profile of another domain', createUserProfileEvent({ domainId: 'd-another', userProfileName: 'erin' })],
    ['a profile named ../../etc', createUserProfileEvent({ domainId, userProfileName: '../../etc' })],
  ])
  return { others, calls: fake.calls.slice(callsBefore).map(({ operation }) => operation) }
}

/** Delivers one event after the other, prints the result of each, and returns the results. */
async function deliverEach(deliveries) {
  const rows = []
  for (const [what, event] of deliveries) {
    const answer = await lambda.deliver(event)
    rows.push([what, outcomeOf(answer), ms(answer.tookMs)])
  }
  table(['event', 'outcome', 'took'], rows)
  return rows.map(([, outcome]) => outcome)
}

function outcomeOf({ reply, error }) {
  if (error) return `refused: ${error.name}`
  return reply.outcome === 'ignored' ? `ignored: ${reply.reason}` : reply.outcome
}

async function everyList(DomainId) {
  const lists = names.map(async (UserProfileName) => {
    const { UserSettings } = await sagemaker.send(new DescribeUserProfileCommand({ DomainId, UserProfileName }))
    return [UserProfileName, (UserSettings?.CustomFileSystemConfigs ?? []).map(oneLine)]
  })
  return Object.fromEntries(await Promise.all(lists))
}

function oneLine(config) {
  const { EFSFileSystemConfig: efs, FSxLustreFileSystemConfig: lustre, S3FileSystemConfig: s3 } = config
  if (s3) return `S3      ${s3.S3Uri}`
  const { FileSystemId, FileSystemPath = '/' } = efs ?? lustre
  return `${efs ? 'EFS   ' : 'Lustre'}  ${FileSystemId} ${FileSystemPath}`
}
