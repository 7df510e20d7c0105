// The operations of core adapt the rate of their calls themselves. AWS_RETRY_MODE=adaptive means standard in a bundle.
export { StandardRetryStrategy as AdaptiveRetryStrategy } from './StandardRetryStrategy'
