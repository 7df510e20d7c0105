// Order and short titles of the pages, for the sidebar, llms.txt and the test that no page is left out.
export interface Section {
  readonly title: string
  readonly collapsed: boolean
  /** Short title, and path below docs/ without `.md`. */
  readonly pages: readonly (readonly [title: string, path: string])[]
}

export const navigation: readonly Section[] = [
  {
    title: 'Start',
    collapsed: false,
    pages: [
      ['Which way is yours', 'start/README'],
      ['From your own code', 'start/sdk'],
      ['With the template', 'start/template'],
      ['From a terminal', 'start/command-line'],
      ['In your tests', 'start/tester'],
    ],
  },
  {
    title: 'Questions',
    collapsed: false,
    pages: [
      ['My user does not see it', 'troubleshooting'],
      ['FAQ', 'faq'],
      ['The commands', 'command-line'],
      ['Costs', 'costs'],
      ['Quotas', 'quotas'],
      ['Security model', 'security-model'],
      ['Several domains, several accounts', 'multi-domain'],
      ['Compared with the AWS post', 'compared-with-the-aws-post'],
      ['Upgrading', 'upgrading'],
      ['Versions and support', 'versioning'],
      ['Whose directory is it', 'claims'],
      ['Archive who left', 'leaving'],
      ['Glossary', 'glossary'],
    ],
  },
  {
    title: 'Operations',
    collapsed: false,
    pages: [
      ['All of them', 'reference'],
      ['Onboard a profile', 'onboard-profile'],
      ['Backfill existing profiles', 'backfill'],
      ['Replay CloudTrail', 'replay'],
      ['File system for a domain', 'ensure-file-system-for-domain'],
      ['Domain default', 'set-domain-default'],
      ['Share in a VPC', 'share-across-vpc-domains'],
      ['Who has access', 'describe-sharing'],
      ['A uid for each profile', 'identity'],
      ['Why a user does not see it', 'diagnose'],
      ['What diagnose finds', 'diagnose-causes'],
      ['Who has what', 'describe-studio'],
      ['Usage', 'usage'],
      ['Detach a profile', 'detach-from-profile'],
      ['Detach many profiles', 'detach-profiles'],
      ['Spaces: offered and mounted', 'spaces'],
      ['Remove a file system', 'remove-file-system'],
      ['Errors', 'errors'],
    ],
  },
  {
    title: 'In your code',
    collapsed: false,
    pages: [
      ['With and without neverthrow', 'with-and-without-neverthrow'],
      ['Bundling and size', 'bundling'],
      ['Observability', 'observability'],
      ['The POSIX driver', 'posix-driver'],
      ['The Lambda driver', 'lambda-driver'],
      ['Write a driver', 'writing-a-driver'],
    ],
  },
  {
    title: 'On AWS Lambda',
    collapsed: false,
    pages: [
      ['Deployment', 'deployment'],
      ['Parameters', 'parameters'],
      ['With Terraform', 'terraform'],
      ['Runbook', 'runbook'],
      ['The functions', 'functions/README'],
      ['on-user-profile-created', 'functions/on-user-profile-created'],
      ['on-user-profile-deleted', 'functions/on-user-profile-deleted'],
      ['onboard-batch', 'functions/onboard-batch'],
      ['backfill-user-profiles', 'functions/backfill-user-profiles'],
      ['replay-cloudtrail', 'functions/replay-cloudtrail'],
      ['provision-directories', 'functions/provision-directories'],
      ['ensure-file-system', 'functions/ensure-file-system'],
      ['set-domain-default', 'functions/set-domain-default'],
      ['share-across-vpc-domains', 'functions/share-across-vpc-domains'],
    ],
  },
  {
    title: 'Test without AWS',
    collapsed: false,
    pages: [
      ['The test kit', 'test-kit'],
      ['As a server', 'test-server'],
      ['Differences from moto', 'test-kit-differences'],
    ],
  },
  {
    title: 'How it is made',
    collapsed: true,
    pages: [
      ['Architecture', 'architecture'],
      ['Decisions', 'decisions/README'],
      ['For assistants', 'assistants'],
    ],
  },
]

/** Address of a page in the site, without the base: `/functions/` for `functions/README`. */
export function siteLink(path: string): string {
  return `/${path.replace(/README$/, '')}`
}
