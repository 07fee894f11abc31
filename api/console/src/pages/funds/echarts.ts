import { SankeyChart } from "echarts/charts";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Canvas: the drawing as SVG would carry style attributes, which the page's policy forbids.
use([SankeyChart, CanvasRenderer]);

export { init };
