import { err, ok, type Result } from 'neverthrow'
import { expect, expectTypeOf, it } from 'vitest'
import { assertErr, assertOk } from './assert-result.js'

type Failure = { readonly name: 'NotFound'; readonly id: string } | { readonly name: 'Refused'; readonly why: string }

it('returns the value of a success, and shows the error of a failure', () => {
  const value = () => assertOk(ok(1))
  expect(value()).toBe(1)
  expect(() => assertOk(err({ name: 'NotFound', id: 'fs-1' }))).toThrow(/fs-1/)
})

it('returns the error, narrowed by its name', () => {
  const failed = (): Result<string, Failure> => err({ name: 'NotFound', id: 'fs-1' })
  const notFound = () => assertErr(failed(), 'NotFound')
  expectTypeOf(notFound().id).toEqualTypeOf<string>()
  expect(notFound().id).toBe('fs-1')
  expect(() => assertErr(failed(), 'Refused')).toThrow(/Expected Refused/)
  expect(() => assertErr(ok('fine') as Result<string, Failure>)).toThrow(/fine/)
})
