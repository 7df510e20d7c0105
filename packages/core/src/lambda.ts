export { type AnswerOptions, answerDirectoryRequest } from './drivers/lambda/answer-directory-request.js'
export type { WireError } from './drivers/lambda/encode-error.js'
export {
  type FindDirectoryFunctionsError,
  type FindDirectoryFunctionsInput,
  type FoundDirectoryFunction,
  findDirectoryFunctions,
} from './drivers/lambda/find-directory-functions.js'
export { type LambdaDirectoryDriverOptions, lambdaDirectoryDriver } from './drivers/lambda/lambda-directory-driver.js'
export type { DirectoryReply, WireResult } from './drivers/lambda/wire-reply.js'
export type { DirectoryRequest } from './drivers/lambda/wire-request.js'
