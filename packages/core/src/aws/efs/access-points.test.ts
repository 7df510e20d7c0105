import {
  AccessPointAlreadyExists,
  CreateAccessPointCommand,
  DeleteAccessPointCommand,
  DescribeAccessPointsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { AccessPointId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { createAccessPoint, deleteAccessPoint, describeAccessPoints } from './access-points.js'

const mock = mockClient(EFSClient)
const call = { ...endlessCall(), efs: new EFSClient({}) }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const accessPointId = 'fsap-0123456789abcdef0' as AccessPointId
const $metadata = { httpStatusCode: 409 }

afterEach(() => {
  mock.reset()
})

function sent(): unknown {
  return mock.calls()[0]?.args[0].input
}

test('CreateAccessPoint carries identity, path, token and tags', async () => {
  mock.on(CreateAccessPointCommand).resolves({ AccessPointId: accessPointId })
  const wanted = { fileSystemId, clientToken: 'token', posixUser: { uid: 0, gid: 0 }, path: '/', tags: { a: 'b' } }
  await createAccessPoint(call, wanted)
  expect(sent()).toEqual({
    ClientToken: 'token',
    FileSystemId: fileSystemId,
    PosixUser: { Uid: 0, Gid: 0 },
    RootDirectory: { Path: '/' },
    Tags: [{ Key: 'a', Value: 'b' }],
  })
})

test('DeleteAccessPoint carries the id', async () => {
  mock.on(DeleteAccessPointCommand).resolves({})
  await deleteAccessPoint(call, accessPointId)
  expect(sent()).toEqual({ AccessPointId: accessPointId })
})

test('DescribeAccessPoints of one carries its id', async () => {
  mock.on(DescribeAccessPointsCommand).resolves({})
  await describeAccessPoints(call, { accessPointId })
  expect(sent()).toEqual({ AccessPointId: accessPointId })
})

test('a repeated creation is an outcome and no error, with the id that EFS names', async () => {
  const thrown = new AccessPointAlreadyExists({ message: '', ErrorCode: '', AccessPointId: accessPointId, $metadata })
  mock.on(CreateAccessPointCommand).rejects(thrown)
  const wanted = { fileSystemId, clientToken: 't', posixUser: { uid: 0, gid: 0 }, path: '/', tags: {} }
  expect((await createAccessPoint(call, wanted))._unsafeUnwrap()).toEqual({
    outcome: 'exists',
    id: accessPointId,
    made: false,
  })
})

test('access points are read by NextToken, 100 a page, an empty page included', async () => {
  const first = { FileSystemId: fileSystemId, MaxResults: 100 }
  mock
    .on(DescribeAccessPointsCommand, { ...first, NextToken: 't' })
    .resolves({ AccessPoints: [{ AccessPointId: accessPointId, FileSystemId: fileSystemId, ClientToken: 'c' }] })
    .on(DescribeAccessPointsCommand, first, true)
    .resolves({ AccessPoints: [], NextToken: 't' })
  const found = (await describeAccessPoints(call, { fileSystemId }))._unsafeUnwrap()
  expect(found).toMatchObject([{ accessPointId, clientToken: 'c', path: '/', posixUser: undefined }])
})
