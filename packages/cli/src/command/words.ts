/** The command line of these words, quoted for a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return ['studio-efs', ...words].map(quoted).join(' ')
}

/** The words with an option set to this value, in place of any value that it had. */
export function withOption(words: readonly string[], option: string, value: string): readonly string[] {
  const kept = words.filter((word, at) => word !== option && !word.startsWith(`${option}=`) && words[at - 1] !== option)
  return [...kept, option, value]
}

function quoted(word: string): string {
  return /^[-\w./:=@,%+]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
