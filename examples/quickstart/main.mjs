// The main job from end to end, with no AWS account: events of new user profiles go into the function as it is shipped,
// which talks to a fake AWS through the real AWS SDK and makes real directories.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  CreateDomainCommand,
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core'
import { createFakeAws, createUserProfileEvent, failedCreateUserProfileEvent } from '@studio-efs/testing'
import Table from 'cli-table3'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const asRoot = process.getuid?.() === 0
const fileSystemId = 'fs-0123456789abcdef0'
const bundle = new URL('../../packages/lambda-handlers/dist/bundles/on-user-profile-created/index.mjs', import.meta.url)
const startedAt = performance.now()

const heading = (text) => console.log(`\n${text}`)
const ms = (duration) => `${duration.toFixed(0)} ms`
const table = (head, rows) => {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } })
  drawn.push(...rows)
  console.log(drawn.toString())
}

const delays = { createDomain: 50, createUserProfile: 1200, updateUserProfile: 100 }
const fake = createFakeAws({ clock: systemClock, delays })
const server = await fake.listen()
const mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-quickstart-'))
const credentials = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'fake', AWS_SECRET_ACCESS_KEY: 'fake' }
Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: server.url })
const sagemaker = new SageMakerClient({})

console.log('studio-efs quick start')
console.log(`  a fake AWS listens on ${server.url}; nothing leaves this machine`)
console.log(
  asRoot
    ? `  the file system is the folder ${mountPath}`
    : '  not run as root, so owners cannot be set: directories are kept in memory and shown as they would be',
)

const { domainId, host } = await prepare()
try {
  await show()
} finally {
  host.kill()
  sagemaker.destroy()
  await server.close()
  rmSync(mountPath, { recursive: true, force: true })
}

async function prepare() {
  heading('1. A domain and three user profiles, made with the plain AWS SDK')
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
  const made = domain.DomainArn.split('/').at(-1)
  await setTimeout(delays.createDomain + 10)
  console.log(`   domain ${made}; by default its users see an FSx for Lustre file system`)
  const started = startFunction(made)
  await createProfile(made, 'alice', {
    CustomFileSystemConfigs: [
      { EFSFileSystemConfig: { FileSystemId: 'fs-0bbbbbbbbbbbbbbbb', FileSystemPath: '/datasets' } },
      { S3FileSystemConfig: { S3Uri: 's3://science/models', MountPath: '/models' } },
    ],
  })
  await createProfile(made, 'Bob', undefined)
  await createProfile(made, 'carol', { CustomPosixUserConfig: { Uid: 10042, Gid: 1042 } })
  console.log(
    '   alice (lists an EFS and an S3 file system of her own), Bob (nothing set), carol (her own uid and gid)',
  )
  return { domainId: made, host: await started }
}

function createProfile(DomainId, UserProfileName, UserSettings) {
  return sagemaker.send(
    new CreateUserProfileCommand({ DomainId, UserProfileName, ...(UserSettings && { UserSettings }) }),
  )
}

async function startFunction(domain) {
  const child = fork(fileURLToPath(new URL('./function-host.mjs', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      QUICKSTART_BUNDLE: bundle.href,
      QUICKSTART_DIRECTORIES: asRoot ? 'posix' : 'memory',
      STUDIO_EFS_FILE_SYSTEM_ID: fileSystemId,
      STUDIO_EFS_DOMAIN_IDS: domain,
      STUDIO_EFS_MOUNT_PATH: mountPath,
      STUDIO_EFS_MOUNT_POINT: 'not-required',
    },
  })
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The function's process ended with ${code}.`))),
  ])
  if (!message.ready) throw new Error('The function did not start.')
  return child
}

async function deliver(event) {
  const answered = once(host, 'message')
  host.send({ event })
  const [answer] = await answered
  return answer
}

async function show() {
  const names = ['alice', 'Bob', 'carol']
  const before = await Promise.all(names.map(fileSystemsOf))

  heading('2. Their events, delivered to the function')
  const created = names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName }))
  const rows = []
  let entries
  const callsBefore = fake.calls.length
  for (const [at, event] of created.entries()) {
    const answer = await deliver(event)
    entries = answer.entries
    rows.push([`${names[at]} was created`, outcomeOf(answer), ms(answer.tookMs)])
  }
  table(['event', 'outcome', 'took'], rows)
  const reads = fake.calls.slice(callsBefore).filter(({ operation }) => operation === 'DescribeUserProfile').length
  if (reads > names.length)
    console.log('   The first one waited for its profile, which was Pending when the event arrived.')

  heading(asRoot ? '3. The directories, as ls shows them' : '3. The directories, as the memory driver keeps them')
  for (const entry of entries ?? listed(mountPath)) console.log(`   ${asLine(entry)}`)

  heading('4. What each profile lists')
  const after = await Promise.all(names.map(fileSystemsOf))
  table(
    ['profile', 'before', 'after'],
    names.map((name, at) => [name, before[at], after[at]]),
  )
  console.log(
    "   Bob and carol saw the domain's file system; a list of their own would have hidden it, so it is repeated.",
  )

  heading('5. What else arrives')
  await setTimeout(delays.updateUserProfile)
  const others = [
    ['alice was created, delivered again', created[0]],
    ['a call that had failed', failedCreateUserProfileEvent({ domainId, userProfileName: 'dave' })],
    ['a profile of another domain', createUserProfileEvent({ domainId: 'd-another', userProfileName: 'erin' })],
    ['a profile named ../../etc', createUserProfileEvent({ domainId, userProfileName: '../../etc' })],
  ]
  const callsBeforeOthers = fake.calls.length
  const answers = []
  for (const [what, event] of others) {
    const answer = await deliver(event)
    answers.push([what, outcomeOf(answer), ms(answer.tookMs)])
  }
  table(['event', 'outcome', 'took'], answers)
  const calls = fake.calls.slice(callsBeforeOthers).map(({ operation }) => operation)
  console.log(
    `   AWS calls for these four: ${calls.join(', ')}. Directories now: ${entries?.length ?? listed(mountPath).length}.`,
  )
  console.log(`\nDone in ${ms(performance.now() - startedAt)}.`)
}

function outcomeOf({ reply, error }) {
  if (error) return `refused: ${error.name}`
  return reply.outcome === 'ignored' ? `ignored: ${reply.reason}` : reply.outcome
}

async function fileSystemsOf(UserProfileName) {
  const { UserSettings } = await sagemaker.send(new DescribeUserProfileCommand({ DomainId: domainId, UserProfileName }))
  const configs = UserSettings?.CustomFileSystemConfigs ?? []
  return configs.length === 0 ? "(none; sees the domain's)" : configs.map(oneLine).join('\n')
}

function oneLine(config) {
  const { EFSFileSystemConfig: efs, FSxLustreFileSystemConfig: lustre, S3FileSystemConfig: s3 } = config
  if (s3) return `S3      ${s3.S3Uri}`
  const { FileSystemId, FileSystemPath = '/' } = efs ?? lustre
  return `${efs ? 'EFS   ' : 'Lustre'}  ${FileSystemId} ${FileSystemPath}`
}

function listed(root) {
  return readdirSync(root).map((name) => {
    const { uid, gid, mode } = lstatSync(join(root, name))
    return { path: `/${name}`, uid, gid, mode }
  })
}

function asLine({ path, uid, gid, mode }) {
  const bits = [...(mode & 0o777).toString(2).padStart(9, '0')].map((bit, at) => (bit === '1' ? 'rwx'[at % 3] : '-'))
  return `d${bits.join('')}  ${String(uid).padStart(6)} ${String(gid).padStart(5)}  ${path}`
}
