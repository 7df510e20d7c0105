export const fileSystemId = 'fs-0123456789abcdef0'

const onFileSystem = ['--file-system', fileSystemId]
const atFunction = ['--directory-function', 'directories']
const shared = [...onFileSystem, '--path', '/_shared']
const inStudio = [...onFileSystem, '--domain', 'd-studio']
/** Command lines of every command that reaches AWS: its plan if it has one; `VPC` stands for the id of the VPC. */
const plans: Readonly<Record<string, readonly string[]>> = {
  status: ['status', ...inStudio, ...atFunction],
  diagnose: ['diagnose', 'd-studio', 'bob', ...onFileSystem],
  ensure: ['ensure', 'd-studio', ...onFileSystem],
  share: ['share', 'VPC', ...shared, '--make-directory', ...atFunction],
  'default-set': ['default', 'set', 'd-studio', ...shared],
  remove: ['remove', fileSystemId],
  onboard: ['onboard', 'd-studio', 'bob', ...onFileSystem, ...atFunction],
  provision: ['provision', 'd-studio', 'bob', ...atFunction],
  attach: ['attach', 'd-studio', 'alice', ...onFileSystem, '--path', '/alice'],
  backfill: ['backfill', ...onFileSystem, '--domain', 'd-studio', ...atFunction],
  deploy: ['deploy', 'd-studio', '--bucket', 'my-bucket', ...atFunction],
  replay: ['replay', ...onFileSystem, '--domain', 'd-studio', ...atFunction],
}
/** Those that need users who came and went, or spaces that mount the file system. */
export const plansWithUsers: Readonly<Record<string, readonly string[]>> = {
  usage: ['usage', ...inStudio, ...atFunction, '--path', '/nowhere'],
  identities: ['identities', fileSystemId, ...atFunction],
  'create-user': ['create-user', 'd-studio', 'henry', ...onFileSystem, ...atFunction],
  unshare: ['unshare', 'VPC', ...onFileSystem],
  'default-clear': ['default', 'clear', 'd-studio', ...onFileSystem],
  detach: ['detach', ...onFileSystem, '--domain', 'd-studio'],
  'spaces-attach': ['spaces', 'attach', ...inStudio],
  'spaces-detach': ['spaces', 'detach', ...inStudio],
  adopt: ['adopt', ...inStudio, ...atFunction],
  offboard: ['offboard', 'd-studio', 'dave', ...atFunction],
  leavers: ['leavers', ...atFunction],
  'archives-list': ['archives', 'list', ...atFunction],
  'archives-restore': [
    ...['archives', 'restore', 'd-studio/carol/20260101T000000000Z', '-d', 'd-studio', '-u', 'alice'],
    ...atFunction,
  ],
  'archives-restore-from-backup': [
    ...['archives', 'restore-from-backup', 'd-studio', 'alice'],
    ...[...onFileSystem, ...atFunction],
  ],
  'archives-purge': ['archives', 'purge', '--older-than-days', '365', ...atFunction],
}
export const allPlans = { ...plans, ...plansWithUsers }

/** Words of a command, from its usage. */
export function wordsOf(usage: string): string {
  return usage.replace(/ [<[].*$/, '')
}
