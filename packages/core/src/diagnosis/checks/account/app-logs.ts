import { STUDIO_LOG_GROUP } from '../../../aws/logs.js'
import { defineCheck } from '../../check.js'
import { GREEN, yellow } from '../../verdict.js'

/** Without logs nobody can tell why an app failed. */
export const appLogs = defineCheck({
  id: 'app-logs',
  question: 'Did the app write logs, as a role does that may?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => reads.logs(),
  judge: ({ prefix, exist }) =>
    exist
      ? GREEN
      : yellow(`Log group ${STUDIO_LOG_GROUP} has no stream ${prefix}*: the execution role may not write logs.`),
  remedy: {
    text: 'Allow the execution role logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents.',
    awsAction: 'iam:PutRolePolicy',
  },
})
