import type { Command } from 'commander'
import { CannotStartError } from '../command/ending.js'
import { bashScript } from './bash.js'
import { type CompletedCommand, completedCommands } from './completed-commands.js'
import { fishScript } from './fish.js'
import { zshScript } from './zsh.js'

const scripts: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/** The script for a shell. Files are completed where a value has no choices. */
export function completionScript(program: Command, shell: string): string {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (script === undefined) throw new CannotStartError(`There is no completion for ${shell}: take bash, zsh or fish.`)
  return script(completedCommands(program))
}
