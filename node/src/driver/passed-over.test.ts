import { expect, test } from "vitest";
import { PASSED_OVER_MAX } from "../limits.ts";
import { PassedOver } from "./passed-over.ts";

const TENURE = 64;

/** Heights (of `from` and those after it) at which a round change is asked for. */
function asked(
  passedOver: PassedOver,
  from: number,
  blocks: number,
  of: (height: number) => { oldest?: string; hadRoom?: boolean } = () => ({}),
): number[] {
  const heights: number[] = [];
  for (let height = from; height < from + blocks; height++) {
    const block = { oldest: "a", hadRoom: true, ...of(height) };
    if (passedOver.decided({ ...block, height, tenure: TENURE })) heights.push(height + 1);
  }
  return heights;
}

test("the oldest transaction passed over in 16 blocks with room is a reason to ask, once in a tenure", () => {
  // Height 1 shows it for the first time; it was passed over in 2 to 17.
  expect(asked(new PassedOver(), 1, PASSED_OVER_MAX)).toEqual([]);
  expect(asked(new PassedOver(), 1, 60)).toEqual([PASSED_OVER_MAX + 2]);
  expect(asked(new PassedOver(), 1, 2 * TENURE + 30)).toEqual([PASSED_OVER_MAX + 2, TENURE, 2 * TENURE]);
});

test("full blocks and own ones don't count, and don't start the count anew either", () => {
  const every2 = (height: number) => ({ hadRoom: height % 2 === 0 });
  expect(asked(new PassedOver(), 1, 60, every2)).toEqual([2 * PASSED_OVER_MAX + 1]);
});

test("another oldest one starts the count anew, and so does sync", () => {
  const passedOver = new PassedOver();
  expect(asked(passedOver, 1, PASSED_OVER_MAX)).toEqual([]);
  expect(asked(passedOver, 17, PASSED_OVER_MAX, () => ({ oldest: "b" }))).toEqual([]);
  passedOver.forget();
  expect(asked(passedOver, 33, PASSED_OVER_MAX, () => ({ oldest: "b" }))).toEqual([]);
  expect(asked(passedOver, 49, 1, () => ({ oldest: "b" }))).toEqual([50]);
});
