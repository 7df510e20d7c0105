;; Looks through JSON text, 16 or 64 bytes at a time. `npx tsx scripts/wasm.ts` makes text-scan-wasm.ts of this file.
;; plain-scan.ts does the same in TypeScript, byte by byte; tests compare the two.
(module
  ;; The text begins at address 0. 64 KB of room behind its 256 KB let every load be a whole one.
  (memory (export "memory") 5)

  ;; Depth and state at the end of the text, after pass_element has come there.
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (global $state (export "state") (mut i32) (i32.const 0))

  ;; Address of the next `U`, four bytes before a `P`, as in `UserProfile"`; `end` when there is none.
  (func (export "next_name") (param $at i32) (param $end i32) (result i32)
    (local $found i32)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $found
        (i8x16.bitmask
          (v128.and
            (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 0x55)))
            (i8x16.eq (v128.load offset=4 (local.get $at)) (i8x16.splat (i32.const 0x50))))))
      (if (i32.eqz (local.get $found))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next))))
    (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $found))))
    (select (local.get $at) (local.get $end) (i32.lt_u (local.get $at) (local.get $end))))

  ;; A bit for each of 64 bytes: whether it is `byte`.
  (func $where (param $a v128) (param $b v128) (param $c v128) (param $d v128) (param $byte v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $byte))))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $byte)))) (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $byte)))) (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $byte)))) (i64.const 48)))))

  ;; A bit for each bit: whether the number of ones up to and with it is odd. Of quotation marks it makes strings.
  (func $odd (param $bits i64) (result i64)
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 1))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 2))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 4))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 8))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 16))))
    (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 32))))

  ;; Address of the bracket or brace that leaves depth 3, or `end` when the text ends before.
  ;; State 0: outside of strings, 1: within one, 2: behind a backslash of one.
  (func (export "pass_element") (param $at i32) (param $end i32) (param $depth i32) (param $state i32) (result i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $within i64) (local $closing i64) (local $brackets i64) (local $bracket i64)
    (local $stop i32) (local $byte i32)
    (loop $next
      (block $one_by_one
        (br_if $one_by_one (i32.gt_u (i32.add (local.get $at) (i32.const 64)) (local.get $end)))
        (br_if $one_by_one (i32.eq (local.get $state) (i32.const 2)))
        (local.set $a (v128.load (local.get $at)))
        (local.set $b (v128.load offset=16 (local.get $at)))
        (local.set $c (v128.load offset=32 (local.get $at)))
        (local.set $d (v128.load offset=48 (local.get $at)))
        ;; A backslash is rare, and makes quotation marks uncertain.
        (br_if $one_by_one
          (v128.any_true
            (v128.or
              (v128.or
                (i8x16.eq (local.get $a) (i8x16.splat (i32.const 0x5c)))
                (i8x16.eq (local.get $b) (i8x16.splat (i32.const 0x5c))))
              (v128.or
                (i8x16.eq (local.get $c) (i8x16.splat (i32.const 0x5c)))
                (i8x16.eq (local.get $d) (i8x16.splat (i32.const 0x5c)))))))
        (local.set $within
          (i64.xor
            (call $odd
              (call $where
                (local.get $a) (local.get $b) (local.get $c) (local.get $d) (i8x16.splat (i32.const 0x22))))
            (i64.sub (i64.const 0) (i64.extend_i32_u (local.get $state)))))
        ;; Setting one bit makes a brace of a bracket.
        (local.set $a (v128.or (local.get $a) (i8x16.splat (i32.const 0x20))))
        (local.set $b (v128.or (local.get $b) (i8x16.splat (i32.const 0x20))))
        (local.set $c (v128.or (local.get $c) (i8x16.splat (i32.const 0x20))))
        (local.set $d (v128.or (local.get $d) (i8x16.splat (i32.const 0x20))))
        (local.set $closing
          (i64.and
            (i64.xor (local.get $within) (i64.const -1))
            (call $where (local.get $a) (local.get $b) (local.get $c) (local.get $d) (i8x16.splat (i32.const 0x7d)))))
        (local.set $brackets
          (i64.or
            (local.get $closing)
            (i64.and
              (i64.xor (local.get $within) (i64.const -1))
              (call $where
                (local.get $a) (local.get $b) (local.get $c) (local.get $d) (i8x16.splat (i32.const 0x7b))))))
        (block $passed
          (loop $each
            (br_if $passed (i64.eqz (local.get $brackets)))
            (local.set $bracket (i64.and (local.get $brackets) (i64.sub (i64.const 0) (local.get $brackets))))
            (if (i64.eqz (i64.and (local.get $closing) (local.get $bracket)))
              (then (local.set $depth (i32.add (local.get $depth) (i32.const 1))))
              (else
                (if (i32.eq (local.get $depth) (i32.const 3))
                  (then (return (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $bracket)))))))
                (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))))
            (local.set $brackets (i64.xor (local.get $brackets) (local.get $bracket)))
            (br $each)))
        (local.set $state (i32.wrap_i64 (i64.shr_u (local.get $within) (i64.const 63))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $next))
      (local.set $stop (i32.add (local.get $at) (i32.const 64)))
      (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
      (block $passed
        (loop $each
          (br_if $passed (i32.ge_u (local.get $at) (local.get $stop)))
          (local.set $byte (i32.load8_u (local.get $at)))
          (block $judged
            (if (i32.eq (local.get $state) (i32.const 2))
              (then
                (local.set $state (i32.const 1))
                (br $judged)))
            (if (i32.eq (local.get $byte) (i32.const 0x22))
              (then
                (local.set $state (i32.xor (local.get $state) (i32.const 1)))
                (br $judged)))
            (if (local.get $state)
              (then
                (if (i32.eq (local.get $byte) (i32.const 0x5c)) (then (local.set $state (i32.const 2))))
                (br $judged)))
            (local.set $byte (i32.or (local.get $byte) (i32.const 0x20)))
            (if (i32.eq (local.get $byte) (i32.const 0x7b))
              (then (local.set $depth (i32.add (local.get $depth) (i32.const 1)))))
            (if (i32.eq (local.get $byte) (i32.const 0x7d))
              (then
                (if (i32.eq (local.get $depth) (i32.const 3)) (then (return (local.get $at))))
                (local.set $depth (i32.sub (local.get $depth) (i32.const 1))))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $each)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (global.set $depth (local.get $depth))
    (global.set $state (local.get $state))
    (local.get $at)))
