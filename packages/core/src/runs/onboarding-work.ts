import { okAsync, ResultAsync } from 'neverthrow'
import type { StudioEfsContext } from '../context.js'
import { directoryChanges, logRepair } from '../drivers/ensure-directory.js'
import type { DomainId } from '../model/ids.js'
import { type OnboardChange, type OnboardError, onboard } from '../profiles/onboard-profile.js'
import { createFileSystemCheck, type FileSystemCheckError } from '../studio/file-system-check.js'
import { createDirectoryBatches } from './directory-batches.js'
import type { RunCall, RunClients, RunContext } from './engine/run-context.js'
import type { ProfileWork, WorkFailure } from './profile-run/profile-work.js'
import type { OnboardRunSpec } from './run-fields.js'

export interface OnboardingClients
  extends RunClients,
    Pick<StudioEfsContext, 'directories'>,
    Partial<Pick<StudioEfsContext, 'efs'>> {}

export interface Onboarding {
  readonly workOf: (call: RunCall) => ProfileWork<'onboarded', OnboardChange, OnboardError | FileSystemCheckError>
  /** Checks the file system for the domains that the caller named and that are ready. */
  checkFileSystem(run: RunContext, domainIds: readonly DomainId[]): ResultAsync<undefined, FileSystemCheckError>
}

/** Onboards profiles, whose directories are made in common calls of the driver, on a file system that is checked once. */
export function createOnboarding({ directories, efs }: OnboardingClients, spec: OnboardRunSpec): Onboarding {
  const check = createFileSystemCheck(spec)
  return {
    checkFileSystem: ({ call, domains }, domainIds) =>
      domainIds.reduce<ResultAsync<undefined, FileSystemCheckError>>(
        (checked, domainId) =>
          checked.andThen(() =>
            ResultAsync.fromSafePromise(domains.probe(domainId)).andThen((found) =>
              found.kind === 'ready' ? check({ ...call, directories, efs }, found.domain) : okAsync(undefined),
            ),
          ),
        okAsync(undefined),
      ),
    workOf(runCall) {
      const batches = createDirectoryBatches({ ...runCall, directories })
      return {
        done: 'onboarded',
        step: 'onboarding',
        begin() {
          const ticket = batches.enroll()
          return {
            work: (call, reading) =>
              check({ ...runCall, directories, efs }, reading.domain)
                .mapErr(
                  (error): WorkFailure<OnboardChange, OnboardError | FileSystemCheckError> => ({
                    error,
                    changes: [],
                  }),
                )
                .andThen(() => onboard({ ...call, directories: ticket.directories }, reading, spec))
                .map(({ changes }) => changes),
            async end(giveUp, reported) {
              const made = await ticket.release(giveUp)
              if (reported === 'all') return []
              for (const receipt of made) logRepair(runCall, receipt)
              return made.flatMap(directoryChanges)
            },
          }
        },
      }
    },
  }
}
