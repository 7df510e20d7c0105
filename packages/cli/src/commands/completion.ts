import type { CommandSpec } from '../command/command-spec.js'

export const completion: CommandSpec<readonly [shell: string], object> = {
  usage: 'completion <shell>',
  summary: 'print the completion script for bash, zsh or fish',
  examples: [
    'completion bash > ~/.local/share/bash-completion/completions/studio-efs',
    'completion zsh > ~/.zfunc/_studio-efs',
    'completion fish > ~/.config/fish/completions/studio-efs.fish',
  ],
  writes: 'another',
  options: (command) => command,
  run: async (session, [shell]) => {
    const { completionScript } = await import('../completion/completion-script.js')
    session.io.stdout.write(completionScript(session.program, shell))
    return { kind: 'unchanged' }
  },
}
