import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const installed = (version: string) =>
  fileURLToPath(new URL(`../runtimes/node_modules/node-${version}/bin/node`, import.meta.url))

const own = {
  name: `Node ${process.versions.node}`,
  major: process.versions.node.split('.')[0],
  node: process.execPath,
  there: true,
}

const ofLambda = ['22', '24'].map((version) => ({
  name: `nodejs${version}.x`,
  major: version,
  node: installed(version),
  there: existsSync(installed(version)),
}))

const ownToo = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' || !ofLambda.every(({ there }) => there)

/** Node of Lambda's runtimes, where the operating system has them; this process's own where one is missing. */
export const nodeVersions = [...(ownToo ? [own] : []), ...ofLambda]
