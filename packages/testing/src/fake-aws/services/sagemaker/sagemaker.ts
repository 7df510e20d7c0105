import { awsJson11 } from '../../wire/codecs/aws-json-11.js'
import { type FakeApi, reads, starts, writes } from '../../world/fake-api.js'
import { createApp, deleteApp, describeApp } from './apps/app.js'
import { listApps } from './apps/list-apps.js'
import { createDomain, deleteDomain, describeDomain, listDomains } from './domain.js'
import {
  createAppImageConfig,
  deleteAppImageConfig,
  describeAppImageConfig,
  listAppImageConfigs,
  updateAppImageConfig,
} from './images/app-image-config.js'
import { createImage, deleteImage, describeImage, listImages } from './images/image.js'
import {
  createImageVersion,
  deleteImageVersion,
  describeImageVersion,
  listImageVersions,
} from './images/image-version.js'
import {
  createStudioLifecycleConfig,
  deleteStudioLifecycleConfig,
  describeStudioLifecycleConfig,
  listStudioLifecycleConfigs,
} from './lifecycle-config.js'
import { createPresignedDomainUrl } from './presigned-url.js'
import model from './sagemaker.model.json'
import { createSpace, deleteSpace, describeSpace, listSpaces, updateSpace } from './space.js'
import { addTags, deleteTags, listTags } from './tags.js'
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
    CreateDomain: starts(createDomain, 'Failed'),
    DescribeDomain: reads(describeDomain),
    ListDomains: reads(listDomains),
    UpdateDomain: starts(updateDomain, 'Update_Failed'),
    DeleteDomain: starts(deleteDomain, 'Delete_Failed'),
    CreateUserProfile: starts(createUserProfile, 'Failed'),
    DescribeUserProfile: reads(describeUserProfile),
    ListUserProfiles: reads(listUserProfiles),
    UpdateUserProfile: starts(updateUserProfile, 'Update_Failed'),
    DeleteUserProfile: starts(deleteUserProfile, 'Delete_Failed'),
    CreateSpace: starts(createSpace, 'Failed'),
    DescribeSpace: reads(describeSpace),
    ListSpaces: reads(listSpaces),
    UpdateSpace: starts(updateSpace, 'Update_Failed'),
    DeleteSpace: starts(deleteSpace, 'Delete_Failed'),
    CreateApp: starts(createApp, 'Failed'),
    DescribeApp: reads(describeApp),
    ListApps: reads(listApps),
    DeleteApp: starts(deleteApp, 'Failed'),
    CreateStudioLifecycleConfig: writes(createStudioLifecycleConfig),
    DescribeStudioLifecycleConfig: reads(describeStudioLifecycleConfig),
    ListStudioLifecycleConfigs: reads(listStudioLifecycleConfigs),
    DeleteStudioLifecycleConfig: writes(deleteStudioLifecycleConfig),
    CreateImage: starts(createImage, 'CREATE_FAILED'),
    DescribeImage: reads(describeImage),
    ListImages: reads(listImages),
    DeleteImage: starts(deleteImage, 'DELETE_FAILED'),
    CreateImageVersion: starts(createImageVersion, 'CREATE_FAILED'),
    DescribeImageVersion: reads(describeImageVersion),
    ListImageVersions: reads(listImageVersions),
    DeleteImageVersion: starts(deleteImageVersion, 'DELETE_FAILED'),
    CreateAppImageConfig: writes(createAppImageConfig),
    DescribeAppImageConfig: reads(describeAppImageConfig),
    ListAppImageConfigs: reads(listAppImageConfigs),
    UpdateAppImageConfig: writes(updateAppImageConfig),
    DeleteAppImageConfig: writes(deleteAppImageConfig),
    CreatePresignedDomainUrl: writes(createPresignedDomainUrl),
    AddTags: writes(addTags),
    ListTags: reads(listTags),
    DeleteTags: writes(deleteTags),
  },
}
