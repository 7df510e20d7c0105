/**
 * Greatest age of a reading when a change is planned on it, and longest wait of a planned change until it is sent, in
 * milliseconds. A write by another caller in between is lost, because SageMaker keeps no version: after work that takes long
 * (directories, mount targets, a queue) the operations read again.
 */
export const FRESH_MS = 5000
