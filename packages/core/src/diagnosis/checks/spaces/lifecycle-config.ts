import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

export const lifecycleConfig = defineCheck({
  id: 'lifecycle-config',
  question: 'Does the lifecycle configuration of the space exist?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => reads.lifecycleConfig(),
  judge: ({ arn, exists }) => (exists ? GREEN : red(`The space runs ${arn}, which was deleted; the app cannot start.`)),
  remedy: {
    text: 'Choose another lifecycle configuration in the settings of the space, or none.',
    awsAction: 'sagemaker:UpdateSpace',
  },
})
