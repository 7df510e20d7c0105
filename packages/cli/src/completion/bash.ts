import { type CompletedCommand, valueBranches, wordsAfter } from './completed-commands.js'

export function bashScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  return `# Completion of studio-efs for bash.
_studio_efs() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} chosen='' next words='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    next="\${chosen:+$chosen }\${COMP_WORDS[at]}"
    case $next in
      ${paths.join('|')}) chosen=$next ;;
    esac
  done
  case "$chosen $previous" in
${valueBranches(commands, (pattern, words) => `    ${pattern}) words='${words}' ;;`)}
    *)
      case $chosen in
${commands.map((command) => `        '${command.path}') words='${wordsAfter(command)}' ;;`).join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _studio_efs studio-efs
`
}
