import known from '../../cloudformation/parameters.json' with { type: 'json' }

const main: readonly string[] = Object.keys(known['studio-efs.yaml'])
const fanOut: readonly string[] = Object.keys(known['studio-efs-fanout.yaml'])

/** Parameters of the fan-out that are outputs of the first stack. */
export const FROM_OUTPUTS: readonly string[] = [
  ...['SageMakerDomainId', 'FileSystemId', 'Layout', 'SharedPath', 'ForeignDirectories', 'DirectoryFunction'],
]

/** Parameters that a command line may give the fan-out; some of them the first stack has too. `--fan-out` gives the bucket. */
const ofFanOut = fanOut.filter((name) => ![...FROM_OUTPUTS, 'ListBucket'].includes(name))

/** Names that a command line may give as `--parameter`; without a fan-out, those of the first stack. */
export function parameterNames(withFanOut: boolean): readonly string[] {
  return withFanOut ? [...new Set([...main, ...ofFanOut])] : main
}

export const nameOf = (parameter: string) => parameter.slice(0, parameter.indexOf('='))

/** Takes out what only the fan-out has. */
export function forStack(parameters: readonly string[]): readonly string[] {
  return parameters.filter((one) => main.includes(nameOf(one)) || !ofFanOut.includes(nameOf(one)))
}

/** Takes what the fan-out has; one of both stacks goes to both. */
export function forFanOut(parameters: readonly string[]): readonly string[] {
  return parameters.filter((one) => ofFanOut.includes(nameOf(one)))
}
