import { defineCheck } from '../../check.js'
import { GREEN, named, numbered, red } from '../../verdict.js'

/** SageMaker makes no directories: NFS answers `No such file or directory`. */
export const directoryExists = defineCheck({
  id: 'directory-exists',
  question: 'Does the directory exist on the file system?',
  symptoms: ['does-not-start', 'not-mounted'],
  cost: 'cheap',
  look: (reads) => reads.directories(),
  judge: (directories) => {
    const missing = [...new Set(directories.filter(({ state }) => !state.exists).map(({ path }) => path))]
    return missing.length === 0
      ? GREEN
      : red(
          `${numbered(missing, ['Directory', 'Directories'])} ${named(missing)} ${numbered(missing, ['does', 'do'])} not exist.`,
        )
  },
  remedy: {
    text: 'Run provisionUserDirectory (or onboardProfile): it makes the directory with the right owner.',
    operation: 'provisionUserDirectory',
  },
})
