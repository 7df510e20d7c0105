import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DirectoryDriver } from '../directory-driver.js'
import { runInvocations } from './batch.js'
import type { DirectoryFunction, WireJob } from './invocation.js'
import { parseReceipt, parseState } from './wire-reply.js'

const ensureJob: WireJob<DirectorySpec, DirectoryReceipt> = {
  pathOf: ({ path }) => path,
  request: (ensureDirectories) => ({ ensureDirectories }),
  parse: parseReceipt,
}

const inspectJob: WireJob<FileSystemPath, DirectoryState> = {
  pathOf: (path) => path,
  request: (inspectDirectories) => ({ inspectDirectories }),
  parse: parseState,
}

/** The driver on any way of invoking the directory function. */
export function lambdaDirectoryDriverOn(target: DirectoryFunction, maxItemsPerInvocation: number): DirectoryDriver {
  return {
    name: 'lambda',
    ensureDirectories: (specs) => runInvocations(target, ensureJob, specs, maxItemsPerInvocation),
    inspectDirectories: (paths) => runInvocations(target, inspectJob, paths, maxItemsPerInvocation),
  }
}
