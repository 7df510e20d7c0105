type Undefinable<T> = { [Key in keyof T]: undefined extends T[Key] ? Key : never }[keyof T]

/** Without the members that are undefined. */
export type Given<T> = { [Key in Exclude<keyof T, Undefinable<T>>]: T[Key] } & {
  [Key in Undefinable<T>]?: Exclude<T[Key], undefined>
}

/** Leaves out what was not given, so that core's defaults apply. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}
