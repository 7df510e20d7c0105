export interface ChildCommand {
  readonly command: string
  readonly args: string[]
  readonly shell: boolean
}

/** The command that starts npm or npx with these arguments. Throws on an argument that cmd.exe cannot take. */
export function npmCommand(name: 'npm' | 'npx', args: readonly string[], platform?: NodeJS.Platform): ChildCommand
