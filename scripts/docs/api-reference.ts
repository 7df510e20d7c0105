// Writes the API reference of the packages to docs/api with TypeDoc: `npx tsx scripts/docs/api-reference.ts`.
// The folder is not committed. Fails if an exported function, class, type or constant has no doc comment, and if a
// comment links to something that is not exported.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Application, type ProjectReflection, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'

const root = fileURLToPath(new URL('../../', import.meta.url))

const apiFolder = `${root}docs/api`

interface EntryPoint {
  /** As it is imported: `@studio-efs/core/errors`. */
  readonly name: string
  readonly source: string
}

/** Entry points of the packages, from the exports of their package.json. */
export function entryPoints(): readonly EntryPoint[] {
  return readdirSync(`${root}packages`).flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8'))
    return Object.keys(exports)
      .filter((path) => !path.endsWith('.json'))
      .map((path) => ({
        name: `${name}${path.slice(1)}`,
        source: `${root}packages/${folder}/src/${path === '.' ? 'index' : path.slice(2)}.ts`,
      }))
  })
}

/** Reads the sources. `problems` counts what TypeDoc warned about. */
export async function readApi() {
  const entries = entryPoints()
  const options: Partial<TypeDocOptions & PluginOptions> = {
    entryPoints: entries.map(({ source }) => source),
    tsconfig: `${root}tsconfig.docs.json`,
    plugin: ['typedoc-plugin-markdown'],
    router: 'member',
    out: apiFolder,
    skipErrorChecking: true,
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
    disableSources: true,
    readme: 'none',
    name: 'API reference',
    entryFileName: 'index',
    pageTitleTemplates: { index: 'API reference', module: '{name}', member: '{name}' },
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    useHTMLAnchors: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
    logLevel: 'Warn',
    packagesRequiringDocumentation: ['studio-efs-workspace', ...new Set(entries.map(({ name }) => packageOf(name)))],
    requiredToBeDocumented: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
    validation: { notDocumented: true, notExported: true, invalidLink: true, rewrittenLink: true },
  }
  const app = await Application.bootstrapWithPlugins(options)
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc could not read the sources; see above.')
  nameModules(project)
  app.validate(project)
  return { app, project, problems: app.logger.warningCount + app.logger.errorCount }
}

function packageOf(entryPoint: string): string {
  return entryPoint.split('/').slice(0, 2).join('/')
}

/** Names modules as they are imported: TypeDoc calls them by their path, `core/src/errors`. */
function nameModules(project: ProjectReflection): void {
  for (const module of project.children ?? []) module.name = module.name.replace(/^([^/]+)\/src/, '@studio-efs/$1')
}

/** Writes the pages. Returns the number of problems. */
export async function writeApi(): Promise<number> {
  const { app, project, problems } = await readApi()
  await app.generateOutputs(project)
  return problems
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await writeApi()
  if (problems > 0) console.error(`${problems} problems in the doc comments of the exports; see above.`)
  process.exitCode = problems > 0 ? 1 : 0
}
