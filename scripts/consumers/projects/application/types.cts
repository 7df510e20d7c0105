// A CommonJS module with types: TypeScript lets it load ES modules since 5.8, with `module: nodenext`.
import core = require('@studio-efs/core')
import testing = require('@studio-efs/testing')

const { fake } = testing.readyStudio()
export const entry: core.CustomFileSystem = { FileSystemId: 'fs-01234567' }
export const clock: core.StudioEfsContext['clock'] = fake.clock
