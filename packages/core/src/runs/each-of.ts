/** The items of a list, one after the other, for whoever takes a source. */
export async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items
}
