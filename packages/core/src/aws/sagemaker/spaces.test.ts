import { DescribeSpaceCommand, ListAppsCommand, ListSpacesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { SpaceRef } from '../../model/ids.js'
import { describeSpace, hasRunningApp, listSpaces } from './spaces.js'

const mock = mockClient(SageMakerClient)
const call = { ...endlessCall(), sagemaker: new SageMakerClient({}) }
const ref = { domainId: 'd-a', spaceName: 'lab' } as SpaceRef

afterEach(() => {
  mock.reset()
})

const inputs = () => mock.calls().map(({ args }) => args[0].input)

test('spaces are listed across all domains, 100 a page', async () => {
  mock
    .on(ListSpacesCommand)
    .resolvesOnce({ Spaces: [{ DomainId: 'd-a', SpaceName: 'lab' }], NextToken: 'n' })
    .resolves({ Spaces: [{ DomainId: 'd-b', SpaceName: 'lab' }] })
  expect((await listSpaces(call))._unsafeUnwrap()).toEqual([ref, { ...ref, domainId: 'd-b' }])
  const firstPage = { MaxResults: 100, SortBy: 'CreationTime', SortOrder: 'Ascending' }
  expect(inputs()).toEqual([firstPage, { ...firstPage, NextToken: 'n' }])
})

test('a space has its EFS file systems, and no others', async () => {
  const CustomFileSystems = [
    { EFSFileSystem: { FileSystemId: 'fs-00000001' } },
    { FSxLustreFileSystem: { FileSystemId: 'fs-00000002' } },
    { S3FileSystem: { S3Uri: 's3://b/' } },
    { $unknown: ['New', { FileSystemId: 'fs-00000003' }] as [string, unknown] },
  ]
  const OwnershipSettings = { OwnerUserProfileName: 'alice' }
  mock.on(DescribeSpaceCommand).resolves({ OwnershipSettings, SpaceSettings: { CustomFileSystems } })
  expect((await describeSpace(call, ref))._unsafeUnwrap()).toEqual({
    ...ref,
    ownerUserProfileName: 'alice',
    efsFileSystemIds: ['fs-00000001'],
  })
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
