/** An intended difference between the fake and moto. */
export interface KnownDifference {
  /** Reason for the fake's behaviour. */
  readonly reason: string
  /** URL of the AWS document, or of the observation of AWS, that supports it. */
  readonly document: string
  /** Lines in the format of `differencesOf`. */
  readonly lines: readonly string[]
}
