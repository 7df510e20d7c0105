import type { CompletedCommand, CompletedOption } from './completed-commands.js'

export function fishScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  return `# Completion of studio-efs for fish.
function __studio_efs_is
  set -l chosen ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim "$chosen $word")
    contains -- "$next" ${paths.join(' ')}; and set chosen "$next"
  end
  test "$chosen" = "$argv"
end
complete -c studio-efs -f
${commands.flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, subcommands, options, choices, takesFile }: CompletedCommand): readonly string[] {
  const start = `complete -c studio-efs -n "__studio_efs_is ${path}"`
  return [
    ...subcommands.map(({ name, summary }) => `${start} -f -a ${name} -d ${quoted(summary)}`),
    ...choices.map((word) => `${start} -f -a ${word}`),
    ...(takesFile ? [`${start} -F`] : []),
    ...options.map((option) => `${start} ${optionWords(option)}`),
    `${start} -l help -s h -d 'show the help of the command'`,
  ]
}

function optionWords({ long, short, summary, takesValue, takesFile, choices }: CompletedOption): string {
  const names = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`
  const values = choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : ''
  const value = takesFile ? ' -r -F' : takesValue ? ` -x${values}` : ''
  return `${names}${value} -d ${quoted(summary)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
