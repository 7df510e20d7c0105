import type { Clock } from '@studio-efs/core/directories'
import type { WorkingStudio } from '../working-studio.js'

/** The studio in which a fault is staged. */
export type StagedStudio = WorkingStudio<Clock>

export type StageTable = Readonly<Record<string, (studio: StagedStudio) => void>>

/** A file system that the studio does not have. */
export const OTHER_FILE_SYSTEM = 'fs-0dead0dead0dead00'
