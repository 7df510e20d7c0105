// Commands of npm as a child process can start them. On Windows npm and npx are .cmd files: Node starts those only through a
// shell, which splits an unquoted path at its spaces.

/** Arguments that cmd.exe would read differently even in quotes. */
const UNQUOTABLE = /["%\r\n]/

export function npmCommand(name, args, platform = process.platform) {
  if (platform !== 'win32') return { command: name, args: [...args], shell: false }
  return { command: [`${name}.cmd`, ...args.map(quoted)].join(' '), args: [], shell: true }
}

function quoted(arg) {
  if (UNQUOTABLE.test(arg)) throw new Error(`cmd.exe cannot take the argument ${JSON.stringify(arg)}.`)
  return /^[\w@./:\\=-]+$/.test(arg) ? arg : `"${arg}"`
}
