import type { StudioStatus } from '@studio-efs/core'

/** Result of `status`: the status of core, and with `--diagnose` what the diagnoses found. */
export interface StudioDocument extends StudioStatus {
  readonly diagnoses?: readonly ProfileDiagnosis[]
}

/** Conclusion of the diagnosis of one profile. */
export interface ProfileDiagnosis {
  readonly domainId: string
  readonly userProfileName: string
  /** In ISO 8601. */
  readonly takenAt: string
  /** `not-us`: every check is green. `open`: no fault was found, and not everything could be looked at. */
  readonly conclusion: 'cause' | 'suspect' | 'not-us' | 'open'
  /** Name, finding and remedy of the first check that is not green; with `cause` and `suspect` only. */
  readonly check?: string
  readonly finding?: string
  readonly remedy?: string
}
