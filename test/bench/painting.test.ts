import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptedByPainting } from './painting.ts'
import type { RawRule, Span } from './raw-rules.ts'

const span = (last: number) => fc.tuple(fc.integer({ min: 0, max: last }), fc.integer({ min: 0, max: last }))
  .map(([a, b]): Span => [Math.min(a, b), Math.max(a, b)])
const rules: fc.Arbitrary<RawRule[]> = fc.array(fc.record({
  spans: fc.record({ source: span(3), destination: span(3), protocol: span(2), sourcePort: span(2), destinationPort: span(2) }),
  permit: fc.boolean(),
}), { maxLength: 5 })

const within = ([low, high]: Span, value: number): boolean => low <= value && value <= high

test('painting counts the points whose first matching rule permits', () =>
  fc.assert(fc.property(rules, (list) => {
    let permitted = 0n
    for (let source = 0; source <= 3; source++) for (let destination = 0; destination <= 3; destination++) {
      for (let protocol = 0; protocol <= 2; protocol++) for (let from = 0; from <= 2; from++) for (let to = 0; to <= 2; to++) {
        const first = list.find(({ spans }) => within(spans.source, source) && within(spans.destination, destination) &&
          within(spans.protocol, protocol) && within(spans.sourcePort, from) && within(spans.destinationPort, to))
        if (first?.permit) permitted++
      }
    }
    expect(acceptedByPainting(list)).toBe(permitted)
  }), { numRuns: 50 }))
