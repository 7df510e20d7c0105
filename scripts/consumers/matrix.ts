// Applications that use the packed packages, each in a folder of its own that npm installs. docs/versioning.md promises
// what they prove; a test compares the two.

/** Packages of this repository by their folder. */
export type PackageFolder = 'cdk' | 'cli' | 'core' | 'lambda-handlers' | 'testing'

export interface Consumer {
  readonly name: string
  /** A folder of `projects`. */
  readonly project: 'application' | 'cdk' | 'jest-esm' | 'jest-commonjs'
  readonly packages: readonly PackageFolder[]
  /** Other packages, with their versions as npm takes them. */
  readonly dependencies: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  /** Part of `.ci/run`. */
  readonly fast?: true
}

export type Step =
  | {
      readonly kind: 'types'
      readonly compiler: string
      readonly resolution: Resolution
      readonly files: readonly string[]
    }
  /** A file of the project, or one that a `types` step with NodeNext wrote into `out`. */
  | { readonly kind: 'run'; readonly file: string }
  | { readonly kind: 'bundle'; readonly file: string }
  | { readonly kind: 'jest'; readonly modules: 'esm' | 'commonjs' }

export type Resolution = 'NodeNext' | 'Bundler'

/** Facts of the packed @studio-efs/core. */
export interface Peers {
  /** The lowest version of the AWS SDK that its peer range allows. */
  readonly lowest: string
  /** Peers that are not optional: what an application installs at least. */
  readonly required: readonly string[]
}

/** Minor versions of TypeScript, lowest first; the last one is the newest that npm has. */
export const compilers = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', 'latest'] as const
const lowestCompiler = compilers[0]
/** The compiler of the workspace, and the newest that `.ci/run` tries. */
const usualCompiler = '5.9'

/** Compilers that let a CommonJS module load an ES module. */
const requiringCompilers: readonly string[] = compilers.slice(compilers.indexOf('5.8'))

export const clients = [
  ...[
    'backup',
    'cloudformation',
    'cloudtrail',
    'cloudwatch',
    'cloudwatch-logs',
    'ec2',
    'efs',
    'iam',
    'kms',
    'lambda',
    's3',
    'sagemaker',
  ],
].map((name) => `@aws-sdk/client-${name}`)

/** Versions of the AWS CDK: the lowest of the peer range, and the newest. */
export const cdk = {
  lowest: { 'aws-cdk-lib': '2.150.0', constructs: '10.3.0' },
  newest: { 'aws-cdk-lib': 'latest', constructs: 'latest' },
} as const

const allPackages: readonly PackageFolder[] = ['core', 'lambda-handlers', 'testing']
const nodeTypes = { '@types/node': '20' }

export function consumers({ lowest, required }: Peers): readonly Consumer[] {
  const requiredPeers = versions(required, 'latest')
  return [
    {
      name: 'everything, with the newest AWS SDK',
      project: 'application',
      packages: allPackages,
      dependencies: {
        ...versions(clients, 'latest'),
        ...compilersOf(lowestCompiler, usualCompiler),
        ...nodeTypes,
        esbuild: '0.28',
      },
      steps: [
        { kind: 'run', file: 'main.cjs' },
        types('NodeNext', ['tour.mts', 'handlers.mts'], lowestCompiler),
        { kind: 'run', file: 'out/tour.mjs' },
        { kind: 'run', file: 'out/handlers.mjs' },
        types('Bundler', ['tour.mts'], usualCompiler),
        { kind: 'bundle', file: 'tour.mts' },
      ],
      fast: true,
    },
    {
      name: 'core with its required peers alone',
      project: 'application',
      packages: ['core'],
      dependencies: { ...requiredPeers, ...compilersOf(usualCompiler), ...nodeTypes },
      steps: [types('NodeNext', ['core-alone.mts'], usualCompiler), { kind: 'run', file: 'out/core-alone.mjs' }],
    },
    {
      name: 'core with the lambda driver',
      project: 'application',
      packages: ['core'],
      dependencies: {
        ...requiredPeers,
        '@aws-sdk/client-lambda': 'latest',
        ...compilersOf(usualCompiler),
        ...nodeTypes,
      },
      steps: [types('NodeNext', ['lambda-driver.mts'], usualCompiler), { kind: 'run', file: 'out/lambda-driver.mjs' }],
    },
    {
      name: 'core with the event sources',
      project: 'application',
      packages: ['core'],
      dependencies: {
        ...requiredPeers,
        ...versions(['@aws-sdk/client-cloudtrail', '@aws-sdk/client-s3'], 'latest'),
        ...compilersOf(usualCompiler),
        ...nodeTypes,
      },
      steps: [types('NodeNext', ['cloudtrail.mts'], usualCompiler), { kind: 'run', file: 'out/cloudtrail.mjs' }],
    },
    {
      name: 'the lowest AWS SDK',
      project: 'application',
      packages: allPackages,
      dependencies: { ...versions(clients, lowest), ...compilersOf(lowestCompiler, 'latest'), ...nodeTypes },
      steps: [
        types('NodeNext', ['tour.mts'], lowestCompiler),
        types('NodeNext', ['tour.mts'], 'latest'),
        { kind: 'run', file: 'out/tour.mjs' },
      ],
    },
    {
      name: 'every TypeScript',
      project: 'application',
      packages: allPackages,
      dependencies: { ...versions(clients, 'latest'), ...compilersOf(...compilers), ...nodeTypes },
      steps: compilers.flatMap((compiler) => [
        types('NodeNext', ['tour.mts', 'handlers.mts'], compiler),
        types('Bundler', ['tour.mts'], compiler),
        ...(requiringCompilers.includes(compiler) ? [types('NodeNext', ['types.cts'], compiler)] : []),
      ]),
    },
    {
      name: 'the command line alone',
      project: 'application',
      packages: ['cli'],
      dependencies: {},
      steps: [{ kind: 'run', file: 'command-line.mjs' }],
      fast: true,
    },
    ...[cdk.lowest, cdk.newest].map(
      (dependencies): Consumer => ({
        name: `the constructs, with aws-cdk-lib ${dependencies['aws-cdk-lib']}`,
        project: 'cdk',
        packages: ['cdk'],
        dependencies,
        steps: [
          { kind: 'run', file: 'app.mjs' },
          { kind: 'run', file: 'app.cjs' },
        ],
      }),
    ),
    {
      name: 'Jest, as ES modules',
      project: 'jest-esm',
      packages: ['core', 'testing'],
      dependencies: { ...versions(required, 'latest'), jest: '30' },
      steps: [{ kind: 'jest', modules: 'esm' }],
    },
    {
      name: 'Jest, as CommonJS',
      project: 'jest-commonjs',
      packages: ['core', 'testing'],
      dependencies: { ...versions(required, 'latest'), jest: '30', '@babel/plugin-transform-modules-commonjs': '7' },
      steps: [{ kind: 'jest', modules: 'commonjs' }],
    },
  ]
}

/** The name that a compiler is installed under, beside others. */
export function compilerPackage(version: string): string {
  return `typescript-${version}`
}

function types(resolution: Resolution, files: readonly string[], compiler: string): Step {
  return { kind: 'types', compiler, resolution, files }
}

function compilersOf(...wanted: readonly string[]): Record<string, string> {
  return Object.fromEntries(wanted.map((version) => [compilerPackage(version), `npm:typescript@${version}`]))
}

function versions(names: readonly string[], version: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, version]))
}
