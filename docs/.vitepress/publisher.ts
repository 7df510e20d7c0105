// Public addresses, from publisher.json at the root of the repository. Both are empty until somebody publishes.
import { existsSync, readFileSync } from 'node:fs'

export interface Publisher {
  /** Address of the repository, without a slash at the end. */
  readonly repository: string
  /** Address of this site. */
  readonly homepage: string
}

const file = new URL('../../publisher.json', import.meta.url)

export function readPublisher(): Publisher {
  const { repository = '', homepage = '' } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return { repository: repository.replace(/\/+$/, ''), homepage }
}

/** Path of the site on its host: `/` unless the homepage has one. */
export function basePath({ homepage }: Publisher): string {
  return homepage === '' ? '/' : new URL(homepage).pathname.replace(/\/*$/, '/')
}
