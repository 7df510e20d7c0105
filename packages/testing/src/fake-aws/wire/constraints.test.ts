import { describe, expect, it } from 'vitest'
import model from '../services/sagemaker/sagemaker.model.json'
import { checkConstraints } from './constraints.js'

const check = (shape: string, input: unknown) => () => checkConstraints({ model, name: shape }, input)
const update = (UserSettings: unknown) =>
  check('UpdateUserProfileRequest', { DomainId: 'd-abc', UserProfileName: 'alice', UserSettings })

describe('checkConstraints', () => {
  it('words one violation as AWS does', () => {
    expect(check('DescribeUserProfileRequest', { DomainId: 'd-abc', UserProfileName: 'a_b' })).toThrow(
      "1 validation error detected: Value 'a_b' at 'userProfileName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
    )
  })

  it('joins several violations', () => {
    expect(check('DescribeUserProfileRequest', { UserProfileName: 'x'.repeat(64) })).toThrow(
      `3 validation errors detected: Value null at 'domainId' failed to satisfy constraint: Member must not be null; Value '${'x'.repeat(64)}' at 'userProfileName' failed to satisfy constraint: Member must have length less than or equal to 63; Value '${'x'.repeat(64)}' at 'userProfileName' failed to satisfy constraint: Member must satisfy regular expression pattern: `,
    )
  })

  it('names nested members by their path', () => {
    const efs = { FileSystemId: 'fs-0123456789abcdef0', FileSystemPath: '/with space' }
    expect(update({ CustomFileSystemConfigs: [{ EFSFileSystemConfig: efs }] })).toThrow(
      "Value '/with space' at 'userSettings.customFileSystemConfigs.1.member.eFSFileSystemConfig.fileSystemPath' failed to satisfy constraint: Member must satisfy regular expression pattern: \\/\\S*",
    )
    expect(update({ CustomPosixUserConfig: { Uid: 9999, Gid: 1001 } })).toThrow(
      'Member must have value greater than or equal to 10000',
    )
  })

  it('reports a list of strings as a whole', () => {
    expect(update({ SecurityGroups: ['sg-1', 'no such'] })).toThrow(
      "Value '[sg-1, no such]' at 'userSettings.securityGroups' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 32, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: [-0-9a-zA-Z]+]",
    )
  })

  it('lists the values of an enum', () => {
    const input = { DomainName: 'team', AuthMode: 'NONE', DefaultUserSettings: {} }
    expect(check('CreateDomainRequest', input)).toThrow('Member must satisfy enum value set: [SSO, IAM]')
  })

  it('wants exactly one member of a union', () => {
    const efs = { FileSystemId: 'fs-0123456789abcdef0' }
    const both = { EFSFileSystemConfig: efs, FSxLustreFileSystemConfig: efs }
    expect(update({ CustomFileSystemConfigs: [both] })).toThrow('Exactly one member')
    expect(update({ CustomFileSystemConfigs: [{}] })).toThrow('Exactly one member')
    expect(update({ CustomFileSystemConfigs: [{ EFSFileSystemConfig: efs }] })).not.toThrow()
  })

  it('names a field that it does not know, and says that the fake does not know it', () => {
    expect(update({ CustomFileSystemsConfigs: [] })).toThrow(
      "The fake AWS does not know the field 'userSettings.customFileSystemsConfigs'.",
    )
    expect(check('DescribeDomainRequest', JSON.parse('{"DomainId":"d-abc","__proto__":{}}'))).toThrow("'__proto__'")
  })

  it('refuses values of another type', () => {
    expect(check('DescribeDomainRequest', { DomainId: 7 })).toThrow('NUMBER_VALUE can not be converted to a String')
    expect(update({ CustomFileSystemConfigs: {} })).toThrow('Expected list or null')
    expect(check('ListDomainsRequest', { MaxResults: '10' })).toThrow('can not be converted to an Integer')
  })

  it('matches hostile values in linear time', () => {
    const repository = (RepositoryUrl: string) =>
      update({ JupyterLabAppSettings: { CodeRepositories: [{ RepositoryUrl }] } })
    const begun = performance.now()
    expect(repository(`https://${'a'.repeat(1_000)} `)).toThrow('regular expression pattern')
    expect(repository('https://git.example.com/team/repo')).not.toThrow()
    expect(check('DescribeDomainRequest', { DomainId: `d-${'-'.repeat(60)}!` })).toThrow()
    expect(check('DescribeDomainRequest', { DomainId: 'd-'.repeat(500_000) })).toThrow('length')
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
