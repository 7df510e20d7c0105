import {
  AddTagsCommand,
  CreateDomainCommand,
  DeleteDomainCommand,
  DescribeDomainCommand,
  ListDomainsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker'
import type { Session } from './session.js'

/** Covers the part of SageMaker Studio that moto implements: domains, without updates, profiles and spaces. */
export async function runSageMaker(session: Session): Promise<void> {
  const { sagemaker, record, waitUntilReady, vpcId: VpcId, subnetIds } = session
  const DefaultUserSettings = { ExecutionRole: 'arn:aws:iam::123456789012:role/Studio' }
  const create = (more: object = {}) =>
    sagemaker.send(
      new CreateDomainCommand({
        DomainName: 'team',
        AuthMode: 'IAM',
        DefaultUserSettings,
        VpcId,
        SubnetIds: [...subnetIds],
        Tags: [{ Key: 'owner', Value: 'us' }],
        ...more,
      }),
    )
  const describe = (DomainId: string) => sagemaker.send(new DescribeDomainCommand({ DomainId }))
  const domain = await record('CreateDomain', create())
  const DomainId = domain?.DomainArn?.split('/').at(-1) ?? ''
  await waitUntilReady()
  await record('DescribeDomain', describe(DomainId))
  await record('DescribeDomain of an unknown one', describe('d-000000000000'))
  await record('ListDomains', sagemaker.send(new ListDomainsCommand({})))
  await record('CreateDomain with an unknown mode', create({ AuthMode: 'NONE' }))
  await record('CreateDomain with a malformed name', create({ DomainName: 'a_b' }))
  await runTags(session, domain?.DomainArn ?? '')
  const remove = (id: string) => sagemaker.send(new DeleteDomainCommand({ DomainId: id }))
  await record('DeleteDomain', remove(DomainId))
  await waitUntilReady()
  await record('DescribeDomain of a deleted one', describe(DomainId))
  await record('DeleteDomain of a deleted one', remove(DomainId))
}

async function runTags({ sagemaker, record }: Session, ResourceArn: string): Promise<void> {
  const add = (value: string, arn = ResourceArn) =>
    sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'team', Value: value }] }))
  const list = (arn = ResourceArn) => sagemaker.send(new ListTagsCommand({ ResourceArn: arn }))
  const unknown = `${ResourceArn.slice(0, ResourceArn.lastIndexOf('/'))}/d-000000000000`
  await record('ListTags of a creation', list())
  await record('AddTags', add('a'))
  await record('AddTags of a known key', add('b'))
  await record('ListTags', list())
  await record('AddTags of an unknown domain', add('a', unknown))
  await record('ListTags of an unknown domain', list(unknown))
}
