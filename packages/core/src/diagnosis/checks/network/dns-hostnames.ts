import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html */
export const dnsHostnames = defineCheck({
  id: 'dns-hostnames',
  question: 'Does the VPC give names to addresses (enableDnsHostnames)?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.vpcId(), reads.vpcAttribute('enableDnsHostnames')] as const),
  judge: ([vpcId, isOn]) =>
    isOn === false ? red(`${vpcId} has enableDnsHostnames off: mount targets have no names in it.`) : GREEN,
  remedy: { text: 'Switch enableDnsHostnames on for the VPC.', awsAction: 'ec2:ModifyVpcAttribute' },
})
