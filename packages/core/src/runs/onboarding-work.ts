import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { directoryChanges, logRepair } from '../drivers/ensure-directory.js'
import { type OnboardChange, type OnboardError, onboard } from '../profiles/onboard-profile.js'
import { createDirectoryBatches } from './directory-batches.js'
import type { ProfileWork } from './engine/profile-work.js'
import type { RunCall } from './engine/run-context.js'
import type { OnboardRunSpec } from './run-fields.js'

export type OnboardingWork = ProfileWork<'onboarded', OnboardChange, OnboardError>

/** Onboards profiles, whose directories are made in common calls of the driver. */
export function onboardingWork(directories: DirectoryDriver, spec: OnboardRunSpec): (call: RunCall) => OnboardingWork {
  return (runCall) => {
    const batches = createDirectoryBatches({ ...runCall, directories })
    return {
      done: 'onboarded',
      step: 'onboarding',
      begin() {
        const ticket = batches.enroll()
        return {
          work: (call, reading) =>
            onboard({ ...call, directories: ticket.directories }, reading, spec).map(({ changes }) => changes),
          async end(giveUp, reported) {
            const made = await ticket.release(giveUp)
            if (reported === 'all') return []
            for (const receipt of made) logRepair(runCall, receipt)
            return made.flatMap(directoryChanges)
          },
        }
      },
    }
  }
}
