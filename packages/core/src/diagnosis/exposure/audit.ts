import { ok, type ResultAsync, safeTry } from 'neverthrow'
import { policyDocument } from '../../model/file-system-policy.js'
import { lookAtPlace } from '../checks/network/place.js'
import type { RunEnd } from '../reads/look.js'
import type { Reads } from '../reads/reads.js'
import { type DiagnosisLine, runChecks } from '../run-checks.js'
import { anonymousRoot } from './anonymous-root.js'
import { type AdmittedClients, admittedClients, nfsClients } from './nfs-clients.js'
import { wholeFileSystem } from './whole-file-system.js'

/** Audit of access to the files of others. Its lines are yellow at most: everything works, and should be closed. */
export interface ExposureAudit {
  readonly lines: readonly DiagnosisLine[]
  /** Undefined where it could not be read. */
  readonly admittedClients: AdmittedClients | undefined
  /**
   * Policy for `PutFileSystemPolicy`, as JSON text, that keeps clients from being root and admits everybody else through a
   * mount target as before. Undefined where root is kept out already, or the file system could not be read.
   */
  readonly closingPolicy: string | undefined
  /** Access that the policy has to leave open for SageMaker. */
  readonly leavesOpen: string
}

const LEAVES_OPEN =
  'ClientMount and ClientWrite for everybody through a mount target: AWS does not document whether Studio mounts custom file systems with IAM or TLS, so a policy that asks for either may keep it out.'

/** Audits the file system. Reads nothing that the checks of a diagnosis do not read. */
export function auditExposure(reads: Reads): ResultAsync<ExposureAudit, RunEnd> {
  return safeTry(async function* () {
    const audit = [nfsClients, anonymousRoot, wholeFileSystem]
    const lines = yield* runChecks(reads, audit, { symptom: undefined, deep: true })
    const place = await lookAtPlace(reads)
    const fileSystem = await reads.existingFileSystem()
    const isOpen = lines.some(({ check, verdict }) => check === anonymousRoot.id && verdict === 'yellow')
    const arn = isOpen ? fileSystem.map((found) => found.fileSystemArn).unwrapOr(undefined) : undefined
    return ok<ExposureAudit, RunEnd>({
      lines,
      admittedClients: place.map(admittedClients).unwrapOr(undefined as AdmittedClients | undefined),
      closingPolicy: arn === undefined ? undefined : policyDocument('deny-anonymous-root', arn),
      leavesOpen: LEAVES_OPEN,
    })
  })
}
