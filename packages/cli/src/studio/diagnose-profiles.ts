import type { DiagnoseOutput, StudioStatus } from '@studio-efs/core'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { contextWith } from '../aws/clients.js'
import { type Session, say } from '../command/session.js'
import { terminalSentence } from '../view/error-text.js'
import type { ProfileDiagnosis } from './studio-document.js'

export interface DiagnoseProfiles {
  readonly fileSystemId: string | undefined
  readonly directories?: DirectoryDriver
  /** Profiles at most: a diagnosis takes up to 25 requests. */
  readonly max: number
}

/** Diagnoses the profiles with errors first, then those with warnings. One that cannot be diagnosed is said beside the result. */
export async function diagnoseProfiles(
  session: Session,
  status: StudioStatus,
  { fileSystemId, directories, max }: DiagnoseProfiles,
): Promise<readonly ProfileDiagnosis[]> {
  const { diagnose } = await import('@studio-efs/core')
  const clients = await contextWith(session, 'sagemaker', 'efs', 'ec2')
  const suspects = profilesWithFindings(status)
  if (suspects.length > max)
    say(
      session,
      `${suspects.length} profiles have findings; the first ${max} are diagnosed (--diagnose ${suspects.length}).`,
    )
  const diagnoses: ProfileDiagnosis[] = []
  for (const profile of suspects.slice(0, max)) {
    if (session.signal.aborted) break
    say(session, `diagnosing ${profile.domainId}/${profile.userProfileName} …`)
    const input = { ...profile, ...(fileSystemId !== undefined && { fileSystemId }), signal: session.signal }
    const found = await diagnose({ ...clients, ...(directories && { directories }) }, input)
    if (found.isErr()) say(session, `Not diagnosed: ${terminalSentence(found.error.message)}`)
    else diagnoses.push({ ...profile, takenAt: status.takenAt, ...conclusionOf(found.value) })
  }
  return diagnoses
}

function profilesWithFindings({ findings }: StudioStatus) {
  const names = new Map<string, Pick<ProfileDiagnosis, 'domainId' | 'userProfileName'>>()
  for (const wanted of ['error', 'warning'])
    for (const { level, domainId, userProfileName } of findings)
      if (level === wanted && domainId !== undefined && userProfileName !== undefined)
        names.set(`${domainId}/${userProfileName}`, { domainId, userProfileName })
  return [...names.values()]
}

function conclusionOf({
  conclusion,
}: DiagnoseOutput): Omit<ProfileDiagnosis, 'domainId' | 'userProfileName' | 'takenAt'> {
  if (conclusion.kind !== 'cause' && conclusion.kind !== 'suspect') return { conclusion: conclusion.kind }
  const { check, finding, remedy } = conclusion.line
  return {
    ...{ conclusion: conclusion.kind, check },
    ...(finding !== undefined && { finding: terminalSentence(finding) }),
    ...(remedy && { remedy: terminalSentence(remedy.text) }),
  }
}
