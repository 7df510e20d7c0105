import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Publisher, publisherProblems, readPublisher } from './publisher.js'

/** Facts that decide about a release. */
export interface Release {
  readonly publisher: Publisher
  /** Text of SECURITY.md. */
  readonly security: string
  /** Files of .changeset that no version has taken up yet. */
  readonly changesets: readonly string[]
  readonly versions: readonly string[]
  /** Tag that the workflow runs for. */
  readonly tag: string | undefined
  /** The workflow's own repository, as `<owner>/<name>`. */
  readonly repository: string | undefined
}

/** Reasons not to publish, in sentences; none when everything is in place. */
export function releaseProblems(release: Release): readonly string[] {
  const { publisher, security, changesets, versions, tag, repository } = release
  const [version, ...others] = new Set(versions)
  return [
    ...publisherProblems(publisher),
    ...(security.includes('to be filled in by the publisher')
      ? ['SECURITY.md: state the contact for reports of vulnerabilities.']
      : []),
    ...(changesets.length > 0 ? [`Run "npm run bump" first: ${changesets.join(', ')} belong to no version yet.`] : []),
    ...(others.length > 0 ? [`The packages have different versions: ${[version, ...others].join(', ')}.`] : []),
    ...(tag === undefined || tag === `v${version}`
      ? []
      : [`The tag is ${tag}, but the packages are version ${version}.`]),
    ...(repository === undefined || publisher.repository === `https://github.com/${repository}`
      ? []
      : [`This runs in ${repository}; npm accepts the provenance only from the repository in publisher.json.`]),
  ]
}

/** Reads a release from a checkout, and from the variables that GitHub sets for a workflow that a tag starts. */
export function readRelease(root: string, environment: NodeJS.ProcessEnv): Release {
  const textOf = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8')
  const isTag = environment['GITHUB_REF_TYPE'] === 'tag'
  return {
    publisher: readPublisher(join(root, 'publisher.json')),
    security: textOf('SECURITY.md'),
    changesets: readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md'),
    versions: readdirSync(join(root, 'packages')).map((name) => versionOf(textOf('packages', name, 'package.json'))),
    tag: isTag ? environment['GITHUB_REF_NAME'] : undefined,
    repository: environment['GITHUB_REPOSITORY'],
  }
}

function versionOf(manifest: string): string {
  return (JSON.parse(manifest) as { version: string }).version
}
