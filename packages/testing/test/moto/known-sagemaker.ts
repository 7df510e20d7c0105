import type { KnownDifference } from './known-difference.js'

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference'

export const knownSageMaker: readonly KnownDifference[] = [
  {
    reason: 'The reply has the id of the domain.',
    document: `${API}/API_CreateDomain.html`,
    lines: ['CreateDomain: DomainId "<d 1>", moto absent'],
  },
  {
    reason: "A domain's URL begins with its id; its home file system exists in EFS.",
    document: `${API}/API_DescribeDomain.html`,
    lines: [
      'CreateDomain: Url "https://<d 1>.studio.eu-west-1.sagemaker.aws", moto "team.eu-west-1.sagemaker.test.com"',
      'DescribeDomain: Url "https://<d 1>.studio.eu-west-1.sagemaker.aws", moto "team.eu-west-1.sagemaker.test.com"',
      'ListDomains: Domains[0].Url "https://<d 1>.studio.eu-west-1.sagemaker.aws", moto "team.eu-west-1.sagemaker.test.com"',
      'DescribeDomain: HomeEfsFileSystemId "<fs 5>", moto "team-efs-id"',
    ],
  },
  {
    reason:
      'A domain says whether tags are propagated and whether it was to have a home file system; what belongs to IAM Identity Center, to RStudio and to failures is there only when it applies.',
    document: `${API}/API_DescribeDomain.html`,
    lines: [
      'DescribeDomain: HomeEfsFileSystemCreation "Enabled", moto absent',
      'DescribeDomain: TagPropagation "DISABLED", moto absent',
      'DescribeDomain: SingleSignOnManagedApplicationInstanceId absent, moto "team-sso-id"',
      'DescribeDomain: SingleSignOnApplicationArn absent, moto "arn:aws:sagemaker::123456789012:sso/application/team/apl-team"',
      'DescribeDomain: FailureReason absent, moto ""',
      'DescribeDomain: SecurityGroupIdForDomainBoundary absent, moto "sg-team"',
    ],
  },
  {
    reason: 'AWS fills in settings that nobody sent; their values are guesses, which `settingsNotSent` leaves out.',
    document: 'https://github.com/hashicorp/terraform-provider-aws/issues/39894',
    lines: [
      'DescribeDomain: DefaultUserSettings.AutoMountHomeEFS "Enabled", moto absent',
      'DescribeDomain: DefaultUserSettings.SpaceStorageSettings.DefaultEbsStorageSettings.DefaultEbsVolumeSizeInGb 5, moto absent',
      'DescribeDomain: DefaultUserSettings.SpaceStorageSettings.DefaultEbsStorageSettings.MaximumEbsVolumeSizeInGb 100, moto absent',
      'DescribeDomain: DefaultUserSettings.StudioWebPortal "ENABLED", moto absent',
    ],
  },
  {
    reason: 'A domain that does not exist is ResourceNotFound.',
    document: `${API}/API_DescribeDomain.html`,
    lines: [
      'DescribeDomain of an unknown one: ResourceNotFound (400), moto ValidationException (400)',
      'DescribeDomain of a deleted one: ResourceNotFound (400), moto ValidationException (400)',
      'DeleteDomain of a deleted one: ResourceNotFound (400), moto ValidationException (400)',
    ],
  },
  {
    reason: 'A value for a key that a resource has already replaces the old one.',
    document: `${API}/API_AddTags.html`,
    lines: [
      'AddTags of a known key: Tags.length 2, moto 3',
      'AddTags of a known key: Tags[1].Value "b", moto "a"',
      'AddTags of a known key: Tags[2].Key absent, moto "team"',
      'AddTags of a known key: Tags[2].Value absent, moto "b"',
      'ListTags: Tags.length 2, moto 3',
      'ListTags: Tags[1].Value "b", moto "a"',
      'ListTags: Tags[2].Key absent, moto "team"',
      'ListTags: Tags[2].Value absent, moto "b"',
    ],
  },
  {
    reason: 'For an unknown resource, moto fails with a page of HTML.',
    document: `${API}/CommonErrors.html`,
    lines: [
      'AddTags of an unknown domain: ValidationException (400), moto SyntaxError (500)',
      'ListTags of an unknown domain: ValidationException (400), moto SyntaxError (500)',
    ],
  },
  {
    reason: 'An input that breaks the API model is refused.',
    document: `${API}/CommonErrors.html`,
    lines: [
      'CreateDomain with an unknown mode: ValidationException (400), moto success (200)',
      'CreateDomain with a malformed name: ValidationException (400), moto success (200)',
    ],
  },
]
