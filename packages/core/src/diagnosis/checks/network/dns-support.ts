import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html */
export const dnsSupport = defineCheck({
  id: 'dns-support',
  question: 'Does the VPC resolve names (enableDnsSupport)?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.vpcId(), reads.vpcAttribute('enableDnsSupport')] as const),
  judge: ([vpcId, isOn]) =>
    isOn === false ? red(`${vpcId} has enableDnsSupport off: the name of the file system does not resolve.`) : GREEN,
  remedy: { text: 'Switch enableDnsSupport on for the VPC.', awsAction: 'ec2:ModifyVpcAttribute' },
})
