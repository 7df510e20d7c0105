/** Answer of a Lambda function to one synchronous invocation: its reply, or its failure. */
export type FunctionAnswer =
  | { readonly kind: 'replied'; readonly payload: string }
  | {
      readonly kind: 'failed'
      /** Name of the thrown error, or one of Lambda's own: `Sandbox.Timedout`. */
      readonly errorType: string | undefined
      readonly message: string
    }
