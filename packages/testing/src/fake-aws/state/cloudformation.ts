/** Exports of stacks in the state of the fake. */
export interface CloudFormationState {
  /** By name. */
  readonly exports: Map<string, ExportRecord>
}

/** Output that a stack exports. */
export interface ExportRecord {
  readonly ExportingStackId: string
  readonly Name: string
  Value: string
}

export function createCloudFormationState(): CloudFormationState {
  return { exports: new Map() }
}
