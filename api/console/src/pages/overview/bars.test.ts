import { expect, test } from "vitest";
import { barOption } from "./bars.ts";

const look = { text: "#111", bar: "#a00", font: "serif", size: 20 };

test("each bar has its name on the left and its figure, as written, on the right", () => {
  const bars = [
    { name: "因病", value: 866, text: "866 户" },
    { name: "行政区划名称特别长的地方", value: 1, text: "1 户" },
  ];
  const { yAxis, series } = barOption(bars, look);
  expect(yAxis.data).toEqual(["因病", "行政区划名称特别…"]);
  expect(series[0]?.data).toEqual([866, 1]);
  expect(series[0]?.label.formatter({ dataIndex: 0 })).toBe("866 户");
  expect(series[0]?.label.formatter({ dataIndex: 9 })).toBe("");
});
