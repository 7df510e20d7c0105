/**
 * As `Promise.all`, but waits for all of them even when one throws: the number of a descriptor that is closed too early
 * is given to the next file that is opened, and whoever still works below it would work there.
 */
export async function everyOne<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const settled = await Promise.allSettled(items.map(work))
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
