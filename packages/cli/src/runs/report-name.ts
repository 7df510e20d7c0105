/** Name of the report that a run writes by itself. */
export function defaultReport(command: string): string {
  return `studio-efs-${command.replaceAll(' ', '-')}.json`
}
