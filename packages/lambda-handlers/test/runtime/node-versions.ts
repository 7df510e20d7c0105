import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const installed = (version: string) =>
  fileURLToPath(new URL(`../runtimes/node_modules/node-${version}/bin/node`, import.meta.url))

const own = process.versions.node.split('.')[0]

/** This process's own Node, and those of Lambda's runtimes where the operating system has them. */
export const nodeVersions = [
  { name: `Node ${process.versions.node}`, major: own, node: process.execPath, there: true },
  ...['22', '24'].map((version) => ({
    name: `nodejs${version}.x`,
    major: version,
    node: installed(version),
    there: existsSync(installed(version)),
  })),
]
