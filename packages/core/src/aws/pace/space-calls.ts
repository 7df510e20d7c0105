import {
  AddTagsCommand,
  CreateAppCommand,
  DeleteAppCommand,
  DeleteTagsCommand,
  DescribeAppCommand,
  DescribeSpaceCommand,
  ListAppsCommand,
  ListSpacesCommand,
  ListTagsCommand,
  UpdateSpaceCommand,
} from '@aws-sdk/client-sagemaker'
import { type GatedCalls, profileCalls } from './gated-sagemaker.js'

/** Calls of a run over spaces. Apart from those of profiles, so that a bundle of these does not hold them. */
export const spaceCalls: GatedCalls = {
  first: 'UpdateSpace',
  writes: new Set(['UpdateSpace', 'CreateApp', 'DeleteApp', 'AddTags', 'DeleteTags']),
  operations: new Map<unknown, string>([
    ...profileCalls.operations,
    [ListSpacesCommand, 'ListSpaces'],
    [DescribeSpaceCommand, 'DescribeSpace'],
    [UpdateSpaceCommand, 'UpdateSpace'],
    [ListAppsCommand, 'ListApps'],
    [DescribeAppCommand, 'DescribeApp'],
    [CreateAppCommand, 'CreateApp'],
    [DeleteAppCommand, 'DeleteApp'],
    [ListTagsCommand, 'ListTags'],
    [AddTagsCommand, 'AddTags'],
    [DeleteTagsCommand, 'DeleteTags'],
  ]),
}
