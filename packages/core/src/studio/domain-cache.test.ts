import { expect, test } from 'vitest'
import { aDomain, domainId } from '../../test/infrastructure.js'
import { createDomainCache } from './domain-cache.js'

test('a domain is kept for a minute from when it was asked for', () => {
  const cache = createDomainCache()
  cache.set(aDomain, 1000)
  expect([cache.get(domainId, 60_999), cache.get(domainId, 61_000)]).toEqual([aDomain, undefined])
})

test('a reading that began before the domain was changed is not kept, and a later one is', () => {
  const cache = createDomainCache()
  cache.set(aDomain, 1000)
  cache.delete(domainId, 2000)
  expect(cache.get(domainId, 2001)).toBeUndefined()
  cache.set(aDomain, 1500)
  expect(cache.get(domainId, 2001)).toBeUndefined()
  cache.set(aDomain, 2001)
  expect(cache.get(domainId, 2002)).toBe(aDomain)
})
