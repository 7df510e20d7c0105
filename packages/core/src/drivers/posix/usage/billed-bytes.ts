import { METADATA_BYTES } from '../../../model/usage/usage.js'

/** Bytes of an object as EFS bills them; `blocks` as `stat` counts them, of 512 bytes each. */
export function billedBytes({ blocks }: { readonly blocks: number }): number {
  return blocks * 512 + METADATA_BYTES
}
