import { expect, test } from "vitest";
import { Timeline } from "./timeline.ts";

test("what is due happens by its time and then by its order, and what it sets going comes to rest before the next", async () => {
  const timeline = new Timeline();
  const seen: string[] = [];
  timeline.after(2, () => seen.push("c"));
  timeline.after(1, () => {
    seen.push("a");
    Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => seen.push("a, later"));
  });
  timeline.after(1, () => seen.push("b"));
  timeline.after(1, () => seen.push("never"))();
  await timeline.run(5, () => {});
  expect(seen).toEqual(["a", "a, later", "b", "c"]);
  expect(timeline.now).toBe(5);
});

test("says so when time doesn't go on", async () => {
  const timeline = new Timeline();
  const again = () => void timeline.after(0, again);
  again();
  await expect(timeline.run(1, () => {})).rejects.toThrow("time stands still");
});
