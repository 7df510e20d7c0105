import { readFileSync } from 'node:fs'

/** The publisher's two settings, as publisher.json has them: `''` until a publisher fills them in. */
export interface Publisher {
  /** The public repository: `https://github.com/<owner>/<name>`. */
  readonly repository: string
  /** The documentation site; `''` makes it the package's folder in the repository. */
  readonly homepage: string
}

/** The address that npm's provenance and the links of the READMEs are made for. */
const REPOSITORY = /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/

export function readPublisher(file: string | URL = new URL('../../publisher.json', import.meta.url)): Publisher {
  const { repository, homepage } = JSON.parse(readFileSync(file, 'utf8')) as Publisher
  return { repository, homepage }
}

/** Reasons not to use the settings, in sentences; none when they are filled in. */
export function publisherProblems({ repository, homepage }: Publisher): readonly string[] {
  return [
    ...(REPOSITORY.test(repository) && !repository.endsWith('.git')
      ? []
      : [`publisher.json: repository is ${JSON.stringify(repository)}; write https://github.com/<owner>/<name>.`]),
    ...(homepage === '' || isHttps(homepage)
      ? []
      : [`publisher.json: homepage is ${JSON.stringify(homepage)}; write an https address, or nothing.`]),
  ]
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:'
}
