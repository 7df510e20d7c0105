/**
 * How old a reading may be when a change is planned on it, and how long a planned change may wait to be sent, in
 * milliseconds. What somebody else writes in between is lost, since SageMaker keeps no version: work that takes long
 * (directories, mount targets, a queue) is followed by another look.
 */
export const FRESH_MS = 5000
