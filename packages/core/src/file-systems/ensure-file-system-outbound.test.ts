import { assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystems } from '../../test/file-systems.js'

test("a domain's outbound group that is gone is named, and no function gets another one in its place", async () => {
  const { fake, ensure, groupNamed } = fileSystems()
  const outboundName = `security-group-for-outbound-nfs-${domainId}`
  expect(assertOk(await ensure()).lambda.missingGroupName).toBeUndefined()
  fake.state.ec2.securityGroups.delete(groupNamed(outboundName)?.GroupId ?? '')
  expect(assertOk(await ensure()).lambda).toMatchObject({ securityGroupIds: [], missingGroupName: outboundName })
})
