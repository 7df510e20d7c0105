import { ListDomainsCommand, ListUserProfilesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { listDomains, listUserProfiles } from './lists.js'

const mock = mockClient(SageMakerClient)
const call = { ...endlessCall(), sagemaker: new SageMakerClient({}) }

afterEach(() => {
  mock.reset()
})

const inputs = () => mock.calls().map(({ args }) => args[0].input)

test('domains are listed 100 a page, to the last one', async () => {
  mock
    .on(ListDomainsCommand)
    .resolvesOnce({ Domains: [{ DomainId: 'd-a' }], NextToken: 'n' })
    .resolves({ Domains: [{ DomainId: 'd-b' }] })
  expect((await listDomains(call))._unsafeUnwrap()).toEqual(['d-a', 'd-b'])
  expect(inputs()).toEqual([{ MaxResults: 100 }, { MaxResults: 100, NextToken: 'n' }])
})

test('user profiles are listed across all domains, 100 a page', async () => {
  mock
    .on(ListUserProfilesCommand)
    .resolvesOnce({ UserProfiles: [{ DomainId: 'd-a', UserProfileName: 'alice' }], NextToken: 'n' })
    .resolves({ UserProfiles: [{ DomainId: 'd-b', UserProfileName: 'alice' }] })
  expect((await listUserProfiles(call))._unsafeUnwrap()).toEqual([
    { domainId: 'd-a', userProfileName: 'alice' },
    { domainId: 'd-b', userProfileName: 'alice' },
  ])
  const firstPage = { MaxResults: 100, SortBy: 'CreationTime', SortOrder: 'Ascending' }
  expect(inputs()).toEqual([firstPage, { ...firstPage, NextToken: 'n' }])
})
