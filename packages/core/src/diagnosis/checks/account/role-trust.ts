import { defineCheck } from '../../check.js'
import { trustFor } from '../../trust-plan.js'
import { GREEN, named, numbered, red, skipped, yellow } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html */
export const roleTrust = defineCheck({
  id: 'role-trust',
  question: 'Does the execution role trust SageMaker?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => reads.roles(),
  judge: (roles) => {
    if (roles.length === 0) return skipped('No execution role is named.')
    const gone = roles.filter(({ trust }) => trust === undefined).map(({ roleArn }) => roleArn)
    if (gone.length > 0)
      return red(
        `${numbered(gone, ['Execution role', 'Execution roles'])} ${named(gone)} ${numbered(gone, ['does', 'do'])} not exist.`,
      )
    const lacking = (action: string) =>
      roles.filter(({ trust }) => !trustFor(trust?.policy, action)).map(({ roleArn }) => roleArn)
    const untrusting = lacking('sts:AssumeRole')
    if (untrusting.length > 0)
      return red(`The trust policy of ${named(untrusting)} does not let sagemaker.amazonaws.com assume it.`)
    const nameless = lacking('sts:SetSourceIdentity')
    if (nameless.length === 0) return GREEN
    return yellow(
      `The trust policy of ${named(nameless)} lacks sts:SetSourceIdentity, which SageMaker needs in a domain whose ExecutionRoleIdentityConfig is USER_PROFILE_NAME.`,
    )
  },
  remedy: {
    text: 'Allow sts:AssumeRole and sts:SetSourceIdentity to sagemaker.amazonaws.com in the trust policy of the role.',
    awsAction: 'iam:UpdateAssumeRolePolicy',
  },
})
