import type { ExportRecord } from '../../state/cloudformation.js'
import { arnOf, type World } from '../../world/world.js'

/** Stack whose outputs are exported, each as `<stack>-<output>`. */
export interface StackExportsSeed {
  readonly StackName: string
  /** Values by the names of the outputs. */
  readonly outputs: Readonly<Record<string, string>>
}

/** Adds what CloudFormation knows without a call. */
export interface CloudFormationSeed {
  /** Adds the exports of a stack. */
  stackExports(seed: StackExportsSeed): readonly ExportRecord[]
}

export function createCloudFormationSeed(world: World): CloudFormationSeed {
  return {
    stackExports({ StackName, outputs }) {
      const ExportingStackId = arnOf(world, 'cloudformation', `stack/${StackName}/${world.ids.base36(12)}`)
      return Object.entries(outputs).map(([name, Value]) => {
        const record: ExportRecord = { ExportingStackId, Name: `${StackName}-${name}`, Value }
        world.state.cloudformation.exports.set(record.Name, record)
        return record
      })
    },
  }
}
