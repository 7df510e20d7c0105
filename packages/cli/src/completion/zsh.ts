import { type CompletedCommand, valueBranches, wordsAfter } from './completed-commands.js'

export function zshScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  return `#compdef studio-efs
# Completion of studio-efs for zsh.
_studio_efs() {
  local previous=\${words[CURRENT - 1]} chosen='' next found='' at
  for ((at = 2; at < CURRENT; at++)); do
    next="\${chosen:+$chosen }\${words[at]}"
    case $next in
      ${paths.join('|')}) chosen=$next ;;
    esac
  done
  case "$chosen $previous" in
${valueBranches(commands, (pattern, words) => `    ${pattern}) found='${words}' ;;`)}
    *)
      case $chosen in
${commands.map((command) => `        '${command.path}') found='${wordsAfter(command)}' ;;`).join('\n')}
      esac
      ;;
  esac
  [[ -n $found ]] && compadd -- \${=found} || _files
}
if [[ $funcstack[1] == _studio-efs ]]; then _studio_efs "$@"; else compdef _studio_efs studio-efs; fi
`
}
