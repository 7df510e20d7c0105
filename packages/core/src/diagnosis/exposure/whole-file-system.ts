import { ROOT_PATH } from '../../model/file-system-path.js'
import { defineCheck } from '../check.js'
import { GREEN, named, yellow } from '../verdict.js'

export const wholeFileSystem = defineCheck({
  id: 'whole-file-system',
  question: 'Are users offered directories, and not the root of the file system?',
  symptoms: [],
  cost: 'cheap',
  look: (reads) => reads.offeredDirectories(),
  judge: (offered) => {
    const roots = offered.filter(({ path }) => path === ROOT_PATH)
    if (roots.length === 0) return GREEN
    const who = roots.map(({ profile }) => profile?.userProfileName ?? 'shared spaces')
    return yellow(`The whole file system, with everybody's directories, is offered to ${named(who)}.`)
  },
  remedy: {
    text: "Offer a directory: onboardProfile for the profile's own, setDomainDefault for one of all.",
    operation: 'setDomainDefault',
  },
})
