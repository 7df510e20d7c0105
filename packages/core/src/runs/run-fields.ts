import type { FieldParser } from '../model/parse/parse-input.js'
import { attachFields } from '../profiles/attach-to-profile.js'
import type { OnboardProfileInput, OnboardSpec } from '../profiles/onboard-profile.js'
import { provisionFields } from '../profiles/provision-user-directory.js'
import type { FileSystemCheckSpec } from '../studio/file-system-check.js'
import { limitFields, type RunLimits } from './engine/run-spec.js'

/** Options of every operation that onboards many profiles. */
export interface RunInput
  extends RunLimits,
    Omit<
      OnboardProfileInput,
      'domainId' | 'userProfileName' | 'createdAt' | 'timeoutMs' | 'verify' | 'onProgress' | keyof RunLimits
    > {
  /** Waits after each update until the profile is `InService` again and checks its list. Default false. */
  readonly verify?: boolean
}

export interface OnboardRunSpec extends OnboardSpec, FileSystemCheckSpec {}

const { layout, nameCase, mode, foreignDirectories, previousOwner, reservedPaths } = provisionFields
const { fileSystemId, domainFileSystems, maxCustomFileSystems, verify, checkFileSystem } = attachFields

export const runFields = {
  fileSystemId,
  layout,
  nameCase,
  mode,
  foreignDirectories,
  previousOwner,
  reservedPaths,
  domainFileSystems,
  maxCustomFileSystems,
  verify,
  checkFileSystem,
  ...limitFields,
} satisfies Record<keyof Required<RunInput>, FieldParser<unknown>>
