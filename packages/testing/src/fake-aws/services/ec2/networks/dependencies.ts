import { FakeAwsError } from '../../../wire/errors.js'

export function dependencyViolation(type: string, id: string): FakeAwsError {
  return new FakeAwsError('DependencyViolation', `The ${type} '${id}' has dependencies and cannot be deleted.`)
}
