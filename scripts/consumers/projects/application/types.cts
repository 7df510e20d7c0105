// A CommonJS module with types: TypeScript lets it load ES modules since 5.8, with `module: nodenext`.
import core = require('@studio-efs/core')
import testing = require('@studio-efs/testing')

const { fake } = testing.readyStudio()
const fileSystem = { fileSystemId: 'fs-01234567', fileSystemPath: '/alice' }
export const input: core.AttachToProfileInput = { domainId: 'd-abc', userProfileName: 'alice', ...fileSystem }
export const clock: core.StudioEfsContext['clock'] = fake.clock
