import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { parseOnboardingConfiguration as parse } from './configurations.js'

const fileSystem = { STUDIO_EFS_FILE_SYSTEM_ID: 'fs-0123456789abcdef0' }
const complete = { ...fileSystem, STUDIO_EFS_DOMAIN_IDS: 'd-science' }

test('a file system and a domain are enough', () => {
  expect(assertOk(parse({ ...complete, PATH: '/bin', AWS_REGION: 'eu-west-1' }))).toEqual({
    fileSystemId: 'fs-0123456789abcdef0',
    domainIds: ['d-science'],
    layout: '/_domains/{domainId}/{userProfileName}',
    sharedPath: undefined,
    foreignDirectories: 'refuse',
    directoryFunction: undefined,
    mountPath: '/mnt/efs',
    mountPoint: 'required',
  })
})

test('a directory function is taken by name, with an alias, or by ARN', () => {
  const arn = 'arn:aws-cn:lambda:cn-north-1:111122223333:function:directories:live'
  for (const name of ['directories', 'directories:live', 'directories:$LATEST', arn])
    expect(assertOk(parse({ ...complete, STUDIO_EFS_DIRECTORY_FUNCTION: name })).directoryFunction).toBe(name)
  for (const name of ['no/name', 'arn:aws:s3:::directories', 'x'.repeat(65)])
    expect(assertErr(parse({ ...complete, STUDIO_EFS_DIRECTORY_FUNCTION: name })).problems).toMatchObject([
      { variable: 'STUDIO_EFS_DIRECTORY_FUNCTION' },
    ])
})

test('a directory function and a mount of its own exclude each other', () => {
  const both = { ...complete, STUDIO_EFS_DIRECTORY_FUNCTION: 'directories', STUDIO_EFS_MOUNT_PATH: '/mnt/efs' }
  expect(assertErr(parse(both)).problems).toMatchObject([{ variable: 'STUDIO_EFS_MOUNT_PATH' }])
})

test("the blog post's variables are taken if the own ones are not set", () => {
  const post = { efs_id: 'fs-0aaaaaaaaaaaaaaaa', domain_id: 'd-post' }
  expect(assertOk(parse(post))).toMatchObject({ fileSystemId: 'fs-0aaaaaaaaaaaaaaaa', domainIds: ['d-post'] })
  expect(assertOk(parse({ ...post, ...complete }))).toMatchObject({ domainIds: ['d-science'] })
})

test('several domains are taken, with a layout that keeps them apart', () => {
  const environment = {
    ...fileSystem,
    STUDIO_EFS_DOMAIN_IDS: 'd-a, d-b',
    STUDIO_EFS_LAYOUT: '/{domainId}/{userProfileName}',
  }
  expect(assertOk(parse(environment)).domainIds).toEqual(['d-a', 'd-b'])
})

test('a domain that is named twice is one domain', () => {
  expect(assertOk(parse({ ...fileSystem, STUDIO_EFS_DOMAIN_IDS: 'd-a,d-a, d-a' })).domainIds).toEqual(['d-a'])
})

test('a layout in which a domain and a name could be read in two ways is refused for several domains', () => {
  for (const STUDIO_EFS_LAYOUT of ['/{domainId}{userProfileName}', '/{domainId}-{userProfileName}'])
    expect(
      assertErr(parse({ ...fileSystem, STUDIO_EFS_DOMAIN_IDS: 'd-a,d-b', STUDIO_EFS_LAYOUT })).problems,
    ).toMatchObject([{ variable: 'STUDIO_EFS_LAYOUT' }])
})

test.each(['STUDIO_EFS_MOUNT_PATH', 'STUDIO_EFS_MOUNT_POINT'])(
  'what %s is instead is cut short in the message',
  (name) => {
    const [problem] = assertErr(parse({ ...complete, [name]: 'x'.repeat(500) })).problems
    expect(problem?.problem).toMatch(/^is "x{80}…" \(500 characters\); allowed: /)
  },
)

test.each([
  ['several domains', { STUDIO_EFS_DOMAIN_IDS: 'd-a,d-b' }],
  ['every domain', {}],
])('%s in one layout are refused: one name would be two people in one directory', (_, domains) => {
  const { problems } = assertErr(parse({ ...fileSystem, ...domains, STUDIO_EFS_LAYOUT: '/{userProfileName}' }))
  expect(problems).toMatchObject([{ variable: 'STUDIO_EFS_LAYOUT' }])
})

test('every problem is reported at once, by the name of its variable', () => {
  const error = assertErr(
    parse({
      efs_id: 'efs-1',
      STUDIO_EFS_DOMAIN_IDS: 'science',
      STUDIO_EFS_LAYOUT: '/{user}',
      STUDIO_EFS_MOUNT_PATH: 'mnt',
      STUDIO_EFS_MOUNT_POINT: 'maybe',
      STUDIO_EFS_DOMAIN_ID: 'd-science',
    }),
  )
  expect(error.problems.map(({ variable }) => variable).sort()).toEqual([
    'STUDIO_EFS_DOMAIN_ID',
    'STUDIO_EFS_DOMAIN_IDS',
    'STUDIO_EFS_LAYOUT',
    'STUDIO_EFS_MOUNT_PATH',
    'STUDIO_EFS_MOUNT_POINT',
    'efs_id',
  ])
  for (const { variable } of error.problems) expect(error.message).toContain(variable)
})

test('a missing file system is reported, an empty variable counts as missing', () => {
  for (const environment of [{}, { STUDIO_EFS_FILE_SYSTEM_ID: '' }])
    expect(assertErr(parse({ ...environment, domain_id: 'd-a' })).problems).toMatchObject([
      { variable: 'STUDIO_EFS_FILE_SYSTEM_ID' },
    ])
})
