import { awsJson11 } from '../codecs/aws-json-11.js'
import { type FakeApi, reads, writes } from '../fake-api.js'
import { listApps } from './app.js'
import { createDomain, deleteDomain, describeDomain, listDomains } from './domain.js'
import model from './sagemaker.model.json'
import { createSpace, deleteSpace, describeSpace, listSpaces, updateSpace } from './space.js'
import { addTags, listTags } from './tags.js'
import { updateDomain } from './update-domain.js'
import {
  createUserProfile,
  deleteUserProfile,
  describeUserProfile,
  listUserProfiles,
  updateUserProfile,
} from './user-profile.js'

export const sagemaker: FakeApi = {
  model,
  codec: awsJson11,
  eventSource: 'sagemaker.amazonaws.com',
  operations: {
    CreateDomain: writes(createDomain),
    DescribeDomain: reads(describeDomain),
    ListDomains: reads(listDomains),
    UpdateDomain: writes(updateDomain),
    DeleteDomain: writes(deleteDomain),
    CreateUserProfile: writes(createUserProfile),
    DescribeUserProfile: reads(describeUserProfile),
    ListUserProfiles: reads(listUserProfiles),
    UpdateUserProfile: writes(updateUserProfile),
    DeleteUserProfile: writes(deleteUserProfile),
    CreateSpace: writes(createSpace),
    DescribeSpace: reads(describeSpace),
    ListSpaces: reads(listSpaces),
    UpdateSpace: writes(updateSpace),
    DeleteSpace: writes(deleteSpace),
    ListApps: reads(listApps),
    AddTags: writes(addTags),
    ListTags: reads(listTags),
  },
}
