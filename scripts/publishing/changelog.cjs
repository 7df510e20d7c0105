// Lines of the packages' changelogs: the text of each change as it was written, without commits. Packages that follow
// another one to the same version get no line for it, since all have one number.
exports.getReleaseLine = async ({ summary }) => {
  const [first, ...rest] = summary.trim().split('\n')
  return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}
exports.getDependencyReleaseLine = async () => ''
