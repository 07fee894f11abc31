export interface Bar {
  readonly name: string;
  readonly value: number;
  /** As written beside the bar. */
  readonly text: string;
  /** The list that it opens. */
  readonly to?: string | undefined;
}

export interface BarLook {
  readonly text: string;
  readonly bar: string;
  readonly font: string;
  /** px */
  readonly size: number;
}

/** Characters of a name that stand beside a bar; the table has the whole. */
const NAME_CHARACTERS = 9;

/** Bars from top to bottom, each with its name and figure in words, so that nothing depends on colour or a pointer. */
export function barOption(bars: readonly Bar[], { text, bar, font, size }: BarLook) {
  const type = { color: text, fontFamily: font, fontSize: size };
  return {
    animation: false,
    grid: { left: 4, right: size * 6, top: 4, bottom: 4, outerBoundsMode: "same" as const },
    xAxis: { type: "value" as const, show: false },
    yAxis: {
      type: "category" as const,
      inverse: true,
      data: bars.map(({ name }) => shortName(name)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...type, interval: 0 },
    },
    series: [
      {
        type: "bar" as const,
        data: bars.map(({ value }) => value),
        itemStyle: { color: bar },
        barCategoryGap: "35%",
        barMaxWidth: size * 3,
        label: {
          ...type,
          show: true,
          position: "right" as const,
          formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.text ?? "",
        },
      },
    ],
  };
}

function shortName(name: string): string {
  const characters = [...name];
  return characters.length > NAME_CHARACTERS ? `${characters.slice(0, NAME_CHARACTERS - 1).join("")}…` : name;
}
