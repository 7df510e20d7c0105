import {
  CreateAppCommand,
  DeleteAppCommand,
  DescribeAppCommand,
  DescribeSpaceCommand,
  ListAppsCommand,
  ListSpacesCommand,
  SageMakerClient,
  UpdateSpaceCommand,
} from '@aws-sdk/client-sagemaker'
import { createFakeAws } from '@studio-efs/testing'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { newerSageMaker } from '../../../test/forward-compatible.js'
import type { DomainId, SpaceRef } from '../../model/ids.js'
import type { SpaceFileSystem } from '../../model/space.js'
import { createApp, deleteApp, describeApp } from './apps.js'
import { hasRunningApp, listApps, listSpaces } from './space-lists.js'
import { describeSpace, updateSpaceFileSystems } from './spaces.js'

const mock = mockClient(SageMakerClient)
const call = { ...endlessCall(), sagemaker: new SageMakerClient({}) }
const ref = { domainId: 'd-a', spaceName: 'lab' } as SpaceRef
const app = { ...ref, appType: 'JupyterLab', appName: 'default' }

afterEach(() => {
  mock.reset()
})

const inputs = () => mock.calls().map(({ args }) => args[0].input)

describe('lists', () => {
  test('spaces are listed across all domains, 100 a page, with their owners', async () => {
    mock
      .on(ListSpacesCommand)
      .resolvesOnce({
        Spaces: [
          {
            DomainId: 'd-a',
            SpaceName: 'lab',
            Status: 'InService',
            OwnershipSettingsSummary: { OwnerUserProfileName: 'alice' },
            SpaceSharingSettingsSummary: { SharingType: 'Private' },
            SpaceSettingsSummary: { AppType: 'JupyterLab' },
          },
        ],
        NextToken: 'n',
      })
      .resolves({ Spaces: [{ DomainId: 'd-b', SpaceName: 'lab' }] })
    expect((await listSpaces(call))._unsafeUnwrap()).toEqual([
      { ...ref, ownerUserProfileName: 'alice', kind: 'private', appType: 'JupyterLab', status: 'InService' },
      { domainId: 'd-b', spaceName: 'lab', kind: undefined, appType: undefined, status: 'Unknown' },
    ])
    const firstPage = { MaxResults: 100, SortBy: 'CreationTime', SortOrder: 'Ascending' }
    expect(inputs()).toEqual([firstPage, { ...firstPage, NextToken: 'n' }])
  })

  test('the spaces of one domain are of that domain, whatever the reply says', async () => {
    mock.on(ListSpacesCommand).resolves({ Spaces: [{ DomainId: 'no domain', SpaceName: 'lab' }] })
    expect((await listSpaces(call, 'd-a' as DomainId))._unsafeUnwrap()).toMatchObject([ref])
    expect(inputs()).toMatchObject([{ DomainIdEquals: 'd-a' }])
  })

  test('a space runs while a page of its apps has one that is neither deleted nor failed', async () => {
    mock
      .on(ListAppsCommand)
      .resolvesOnce({ Apps: [{ Status: 'Deleted' }, { Status: 'Failed' }], NextToken: 'n' })
      .resolves({ Apps: [{ Status: 'Deleting' }], NextToken: 'm' })
    expect((await hasRunningApp(call, ref))._unsafeUnwrap()).toBe(true)
    const page = { DomainIdEquals: 'd-a', SpaceNameEquals: 'lab', MaxResults: 100 }
    expect(inputs()).toEqual([page, { ...page, NextToken: 'n' }])
  })

  test('an app has its type, name, status and time of creation', async () => {
    const CreationTime = new Date(5000)
    mock.on(ListAppsCommand).resolves({
      Apps: [{ AppType: 'CodeEditor', AppName: 'default', Status: 'InService', CreationTime }],
    })
    expect((await listApps(call, ref))._unsafeUnwrap()).toEqual([
      { ...app, appType: 'CodeEditor', status: 'InService', createdAt: 5000 },
    ])
  })
})

describe('one space', () => {
  const CustomFileSystems = [
    { EFSFileSystem: { FileSystemId: 'fs-00000001' } },
    { FSxLustreFileSystem: { FileSystemId: 'fs-00000002' } },
    { S3FileSystem: { S3Uri: 's3://b/' } },
    { $unknown: ['New', { FileSystemId: 'fs-00000003' }] as [string, unknown] },
  ]

  test('has its file systems, its owner, its type, and the spec of that type without what CreateApp refuses', async () => {
    mock.on(DescribeSpaceCommand).resolves({
      Status: 'InService',
      LastModifiedTime: new Date(7000),
      OwnershipSettings: { OwnerUserProfileName: 'alice' },
      SpaceSharingSettings: { SharingType: 'Private' },
      SpaceSettings: {
        AppType: 'CodeEditor',
        CustomFileSystems,
        SpaceManagedResources: 'ENABLED',
        JupyterLabAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.g5.xlarge' } },
        CodeEditorAppSettings: {
          DefaultResourceSpec: {
            InstanceType: 'ml.t3.medium',
            ...({ EnvironmentArn: 'arn:aws:sagemaker:eu-west-1:111122223333:image/own' } as object),
          },
        },
      },
    })
    expect((await describeSpace(call, ref))._unsafeUnwrap()).toEqual({
      ...ref,
      readAt: expect.any(Number),
      status: 'InService',
      failureReason: undefined,
      ownerUserProfileName: 'alice',
      kind: 'private',
      appType: 'CodeEditor',
      lastModifiedAt: 7000,
      customFileSystems: CustomFileSystems,
      efsFileSystemIds: ['fs-00000001'],
      isUnifiedStudio: true,
      resourceSpec: { InstanceType: 'ml.t3.medium' },
    })
  })

  test('an owner with a name that no profile can have is a malformed reply', async () => {
    mock.on(DescribeSpaceCommand).resolves({ OwnershipSettings: { OwnerUserProfileName: '../etc' } })
    expect((await describeSpace(call, ref))._unsafeUnwrapErr().name).toBe('MalformedReplyError')
  })

  test('UpdateSpace carries the list of file systems and no other setting', async () => {
    mock.on(UpdateSpaceCommand).resolves({})
    const list: SpaceFileSystem[] = [{ EFSFileSystem: { FileSystemId: 'fs-00000001' } }]
    await updateSpaceFileSystems(call, ref, list)
    expect(inputs()).toEqual([{ DomainId: 'd-a', SpaceName: 'lab', SpaceSettings: { CustomFileSystems: list } }])
  })

  test('entries and members that are newer than the SDK are read, and sent back as they came', async () => {
    mock.restore()
    const fake = createFakeAws()
    fake.seed.domain({ DomainId: 'd-a' })
    const stored = [
      { NewFileSystem: { FileSystemId: 'nfs-1', Depth: { Deep: 1 } } },
      { EFSFileSystem: { FileSystemId: 'fs-00000001', Mode: 'new' } },
    ]
    fake.seed.space({
      DomainId: 'd-a',
      SpaceName: 'lab',
      SpaceSettings: { AppType: 'JupyterLab', CustomFileSystems: stored },
    })
    const { config, sent } = newerSageMaker(fake)
    const real = { ...endlessCall(), sagemaker: new SageMakerClient(config) }
    const { customFileSystems } = (await describeSpace(real, ref))._unsafeUnwrap()
    expect((await updateSpaceFileSystems(real, ref, customFileSystems)).isOk()).toBe(true)
    expect(sent).toEqual([{ DomainId: 'd-a', SpaceName: 'lab', SpaceSettings: { CustomFileSystems: stored } }])
  })
})

describe('apps', () => {
  test('DescribeApp keeps of the spec what CreateApp takes', async () => {
    const ResourceSpec = { InstanceType: 'ml.t3.medium', SageMakerImageArn: 'arn:image', EnvironmentArn: 'arn:image' }
    mock.on(DescribeAppCommand).resolves({ Status: 'InService', CreationTime: new Date(1), ResourceSpec } as object)
    expect((await describeApp(call, app))._unsafeUnwrap()).toEqual({
      ...app,
      status: 'InService',
      failureReason: undefined,
      createdAt: 1,
      resourceSpec: { InstanceType: 'ml.t3.medium', SageMakerImageArn: 'arn:image' },
    })
  })

  test('an app is stopped and started by its name, with its spec', async () => {
    mock.on(DeleteAppCommand).resolves({})
    mock.on(CreateAppCommand).resolves({})
    await deleteApp(call, app)
    await createApp(call, app, { InstanceType: 'ml.t3.medium' })
    await createApp(call, app, {})
    const name = { DomainId: 'd-a', SpaceName: 'lab', AppType: 'JupyterLab', AppName: 'default' }
    expect(inputs()).toEqual([name, { ...name, ResourceSpec: { InstanceType: 'ml.t3.medium' } }, name])
  })
})

describe('a reply that is not as the model says is a value, and no bug:', () => {
  test.each<[string, object]>([
    ['SpaceSettings.CustomFileSystems', { CustomFileSystems: [null] }],
    ['SpaceSettings.CustomFileSystems', { CustomFileSystems: 'none' }],
    ['SpaceSettings.CustomFileSystems', { CustomFileSystems: [{ EFSFileSystem: null }] }],
    ['SpaceSettings.CustomFileSystems', { CustomFileSystems: [{ EFSFileSystem: { FileSystemId: '../etc' } }] }],
  ])('%s: %j', async (field, SpaceSettings) => {
    mock.on(DescribeSpaceCommand).resolves({ Status: 'InService', SpaceSettings: SpaceSettings as never })
    const error = (await describeSpace(call, ref))._unsafeUnwrapErr()
    expect([error.name, error.message.includes(field)]).toEqual(['MalformedReplyError', true])
  })

  test.each<[string, object]>([
    ['status', { Status: 5 }],
    ['reason', { FailureReason: 5 }],
    ['ARN', { SpaceArn: 5 }],
    ['app type', { SpaceSettings: { AppType: 5 } }],
  ])('a number as %s', async (_, reply) => {
    mock.on(DescribeSpaceCommand).resolves(reply as never)
    expect((await describeSpace(call, ref)).isOk()).toBe(true)
  })
})
