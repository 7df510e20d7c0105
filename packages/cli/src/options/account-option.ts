import type { Command } from 'commander'

/** Account of the credentials. */
export interface AccountOption {
  readonly accountId?: string
}

export function addAccountOption(command: Command): Command {
  return command.option(
    '--account-id <id>',
    'account of the credentials; needed only when the Region has no domain left (default: that of the domains)',
  )
}
