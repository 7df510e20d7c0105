import type { Fault } from '@studio-efs/testing'

/** All samples, or a few of them. */
export const isFull = process.env['STUDIO_EFS_TEST_SCALE'] === 'full'
/** Seeds of the random cases. */
export const seeds = Array.from({ length: isFull ? 40 : 2 }, (_, n) => n + 1)

/** Faults that a run survives. */
export const faults: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'server-error' },
  { kind: 'server-error', status: 503, change: 'applied' },
  { kind: 'connection-reset' },
  { kind: 'connection-reset', change: 'applied' },
  { kind: 'no-reply', change: 'applied' },
]
/** Operations that a run over spaces asks for. */
export const operations = [
  'ListSpaces',
  'DescribeSpace',
  'DescribeUserProfile',
  'ListApps',
  'DescribeApp',
  'UpdateSpace',
  'DeleteApp',
  'CreateApp',
  'ListTags',
  'AddTags',
  'DeleteTags',
]
