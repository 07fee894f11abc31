import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Canvas: the drawing as SVG would carry style attributes, which the page's policy forbids.
use([BarChart, GridComponent, CanvasRenderer]);

export { init };
