import { err, ok, type Result } from 'neverthrow'
import { StudioEfsError } from '../../errors.js'
import type { DirectoryError } from '../directory-error.js'
import { ioErrorFrom } from './errno.js'

/** Runs system calls about `path`; what the operating system refuses becomes an error value, a bug is thrown on. */
export async function attempt<Value>(
  path: string,
  calls: () => Promise<Value>,
): Promise<Result<Value, DirectoryError>> {
  try {
    return ok(await calls())
  } catch (error) {
    return err(error instanceof StudioEfsError ? (error as DirectoryError) : ioErrorFrom(path, error))
  }
}
