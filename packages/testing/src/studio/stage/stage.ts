import { fileSystemFaults } from './file-system-faults.js'
import { networkFaults } from './network-faults.js'
import { studioFaults } from './studio-faults.js'

/**
 * Reasons for which a user does not see her files. Each function breaks one thing in a `WorkingStudio`, as a third party
 * would. Several may be staged together.
 *
 * @example
 * const studio = workingStudio()
 * stage.noMountTargetInZone(studio)
 */
export const stage = { ...studioFaults, ...networkFaults, ...fileSystemFaults }
