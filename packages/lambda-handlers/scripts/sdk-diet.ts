import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Lambda hands its role's credentials over in the environment, so the SDK's chain of other providers (SSO, web identity,
 * processes, instance metadata), a third of the bundle, is left out.
 */
const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: here('lambda-credentials.ts'),
    }))
  },
}

/** Loaded by the SDK only for replies that are streams of events, which none of the handlers asks for. */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({
      path: here('no-event-streams.ts'),
    }))
  },
}

/** Modules of the SDK that have nothing to do where Lambda runs, and what stands in for them. */
const STAND_INS: readonly (readonly [RegExp, string])[] = [
  // Node has this hash built in.
  [/\/sha256\/Sha256Js\.js$/, 'export class Sha256Js {}'],
  // There are no ~/.aws files: everything is in the environment.
  [
    /\/node-config-provider\/fromSharedConfigFiles\.js$/,
    `import { CredentialsProviderError } from '../property-provider/CredentialsProviderError'
    export const fromSharedConfigFiles = () => () => Promise.reject(new CredentialsProviderError('There are no files.'))`,
  ],
  // The pace of calls is found by the operations themselves.
  [
    /\/util-retry\/AdaptiveRetryStrategy\.js$/,
    `export { StandardRetryStrategy as AdaptiveRetryStrategy } from './StandardRetryStrategy'`,
  ],
  // No reply that the functions ask for is a stream.
  [
    /\/util-stream\/sdk-stream-mixin(\.browser)?\.js$/,
    `export const sdkStreamMixin = () => { throw new Error('No reply is a stream here.') }`,
  ],
  // The runtimes of the templates are newer than what it warns of.
  [
    /\/emitWarningIfUnsupportedVersion\.js$/,
    'export const state = undefined, emitWarningIfUnsupportedVersion = () => {}',
  ],
  // Headers of events in streams of them.
  [/\/signature-v4\/dist-es\/HeaderFormatter\.js$/, 'export class HeaderFormatter {}'],
  // No client is given a logger: what the functions log is theirs. The filters for it would run on every call.
  [
    /\/middleware-logger\/loggerMiddleware\.js$/,
    `export const loggerMiddleware = undefined, loggerMiddlewareOptions = undefined
    export const getLoggerPlugin = () => ({ applyToStack: () => {} })`,
  ],
  // Bucket names in endpoints are for clients of S3, and there is none.
  [
    /\/service-customizations\/index\.js$/,
    `export const resolveParamsForS3 = () => { throw new Error('There is no client of S3.') }`,
  ],
  // None of the handlers extends a client, and without extensions each setting comes out as it went in.
  [
    /@aws-sdk\/client-[^/]+\/dist-es\/runtimeExtensions\.js$/,
    'export const resolveRuntimeExtensions = (config) => config',
  ],
  // There is no instance metadata; the Region is in the environment.
  [/\/regionConfig\/getInstanceMetadataRegion\.js$/, 'export const getInstanceMetadataRegion = async () => undefined'],
]

const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    for (const [filter, contents] of STAND_INS) build.onLoad({ filter }, () => ({ contents, loader: 'js' }))
  },
}

/** Of each client's manifest only the version is read, for the user agent. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

/**
 * The SDK writes the shapes of its calls as `{ [_k]: 1 }` with `_k` a constant. To a bundler a computed key may have side
 * effects, so it keeps the shapes of calls that are never made; with the constants put in, it drops them.
 */
const literalKeys: Plugin = {
  name: 'literal-keys',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/[^/]+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const constants = new Map(
        [...text.matchAll(/^const (\w+) = "([^"\\]*)";$/gm)].map(([, name = '', value = '']) => [name, value]),
      )
      const literal = withoutSecondNames(text, constants).replaceAll(/\[(\w+)\]:/g, (key, name) =>
        constants.has(name) ? `${JSON.stringify(constants.get(name))}:` : key,
      )
      return { contents: withoutErrors(literal), loader: 'js' }
    })
  },
}

/** EC2's name of a member in a request is the one in a reply with its first letter in upper case, which is the default. */
function withoutSecondNames(text: string, constants: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\[_eQN\]: `(\w+)`,\s*(?=\[_xN\]: (\w+))/g, (name, query: string, xml: string) => {
    const reply = constants.get(xml) ?? ''
    return query === reply.charAt(0).toUpperCase() + reply.slice(1) ? '' : name
  })
}

/**
 * The client's base exception keeps the name, the message and the fields of an error as well as a class of its own does,
 * and nothing here asks for the class. So the classes, of which there are 50 for Lambda, are not registered.
 */
function withoutErrors(text: string): string {
  return text.replaceAll(/^n0_registry\.registerError\(\w+\$, \w+\);$/gm, '')
}

/**
 * Core loads the clients that are optional peers when they are needed. In one file there is nothing to load later, and a
 * module that is imported dynamically, with all that it imports, is kept whole: so these imports become static ones.
 */
const LATE_IMPORT = /const \{ (\w+) \} = await import\(['"](@aws-sdk\/client-[^'"]+)['"]\)/g

const staticClients: Plugin = {
  name: 'static-clients',
  setup(build) {
    build.onLoad({ filter: /\/core\/src\/aws\/[^/]+\.ts$/ }, async ({ path }) => {
      const imports: string[] = []
      const text = await readFile(path, 'utf8')
      const rest = text.replaceAll(LATE_IMPORT, (_, name, client) => {
        imports.push(`import { ${name} as static${imports.length} } from '${client}'\n`)
        return `const ${name} = static${imports.length - 1}`
      })
      if (/import\(['"]@aws-sdk/.test(rest)) throw new Error(`${path} imports a client in a way that is not seen here.`)
      return { contents: `${imports.join('')}${rest}`, loader: 'ts' }
    })
    // The SDK has this for browsers; unreachable here.
    build.onResolve({ filter: /^bowser$/ }, ({ path }) => ({ path, external: true }))
  },
}

/** What the shipped bundles leave out of the AWS SDK. */
export const sdkDiet: Plugin[] = [
  credentialsFromEnvironment,
  noEventStreams,
  versionsOnly,
  literalKeys,
  staticClients,
  standIns,
]
