import { expect, test } from "vitest";
import { clientOf, TokenBuckets } from "./token-bucket.ts";

test("a burst passes, the next waits for its refill, another client isn't touched", () => {
  let now = 0;
  const buckets = new TokenBuckets({ perSecond: 10, burst: 3 }, () => now);
  expect([buckets.take("a"), buckets.take("a"), buckets.take("a")]).toEqual([0, 0, 0]);
  expect(buckets.take("a")).toBe(100);
  expect(buckets.take("b")).toBe(0);
  now = 100;
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("a")).toBe(100);
});

test("a count above the burst passes on a full bucket", () => {
  const buckets = new TokenBuckets({ perSecond: 1, burst: 5 }, () => 0);
  expect(buckets.take("a", 50)).toBe(0);
  expect(buckets.take("a", 1)).toBe(1000);
});

test("what is charged afterwards makes the next wait until it is paid", () => {
  let now = 0;
  const buckets = new TokenBuckets({ perSecond: 10, burst: 5 }, () => now);
  expect(buckets.take("a", 4)).toBe(0);
  buckets.charge("a", 3);
  expect(buckets.take("a", 0)).toBe(200);
  expect(buckets.take("a")).toBe(300);
  now = 200;
  expect(buckets.take("a", 0)).toBe(0);
  expect(buckets.take("b")).toBe(0);
});

test("IPv6 clients are their /64", () => {
  expect(clientOf("::ffff:10.0.0.7")).toBe("10.0.0.7");
  expect(clientOf("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2::/64");
  expect(clientOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
});
