declare const brand: unique symbol

/** A `Base` that a parse function of this package has accepted. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
