/** A copy without the members that are null or undefined: to AWS both mean that the caller left them out. */
export function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined)) as T
}
