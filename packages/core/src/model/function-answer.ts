/** What a Lambda function answered to one synchronous invocation: its reply, or how it failed. */
export type FunctionAnswer =
  | { readonly kind: 'replied'; readonly payload: string }
  | {
      readonly kind: 'failed'
      /** The thrown error's name, or Lambda's own word such as `Sandbox.Timedout`. */
      readonly errorType: string | undefined
      readonly message: string
    }
