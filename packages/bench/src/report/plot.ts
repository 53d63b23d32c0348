import type { CustomSeriesOption } from 'echarts';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { figure } from '../measure/format.ts';
import type { Plot } from './report.ts';

echarts.use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

/** Readable on white and on GitHub's dark grey alike: the picture brings its own ground. */
const GROUND = '#ffffff';
const COLOURS = ['#0f766e', '#b45309', '#7c3aed', '#be123c', '#1d4ed8', '#4d7c0f'];
const BASELINE = '#9ca3af';

/** An SVG of a plot: points of each series joined by a line, quartiles as whiskers. */
export function drawPlot(plot: Plot): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: GROUND,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      title: { text: plot.title, left: 16, top: 12, textStyle: { fontSize: 15, color: '#111827' } },
      legend: { top: 40, left: 12, itemGap: 18, textStyle: { color: '#374151' } },
      grid: { left: 76, right: 28, top: 84, bottom: 56 },
      xAxis: axis(plot.x.label, plot.x.scale, 'x'),
      yAxis: axis(plot.y.label, plot.y.scale, 'y'),
      series: plot.series.flatMap((series, index) => drawn(series, index, plot)),
    });
    return `${steady(chart.renderToSVGString()).trimEnd()}\n`;
  } finally {
    chart.dispose();
  }
}

/** Names in a drawing count on from the one before it: the same figures are to make the same file. */
function steady(svg: string): string {
  const names = new Map<string, string>();
  return svg.replace(/\bzr\d+-\w+-?\d*/g, (name) => {
    const steadyName = names.get(name) ?? `n${names.size}`;
    names.set(name, steadyName);
    return steadyName;
  });
}

function axis(label: string, scale: Plot['x']['scale'], side: 'x' | 'y') {
  return {
    type: scale === 'linear' ? 'value' : scale,
    name: label,
    nameLocation: 'middle',
    nameGap: side === 'x' ? 32 : 56,
    nameTextStyle: { color: '#374151' },
    axisLabel: { color: '#4b5563', ...(scale === 'category' ? {} : { formatter: figure }) },
    splitLine: { show: side === 'y', lineStyle: { color: '#e5e7eb' } },
  };
}

function drawn(series: Plot['series'][number], index: number, plot: Plot): object[] {
  const colour = series.baseline ? BASELINE : COLOURS[index % COLOURS.length];
  const line = {
    name: series.name,
    type: plot.x.scale === 'category' ? 'scatter' : 'line',
    symbol: 'circle',
    symbolSize: 9,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 2, ...(series.baseline ? { type: 'dashed' } : {}) },
    data: series.points.map(({ x, y }) => [x, y]),
  };
  const whiskers = series.points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [[x, low, high]],
  );
  if (whiskers.length === 0) return [line];
  return [line, { name: series.name, type: 'custom', data: whiskers, renderItem: whisker(colour as string) }];
}

/** A vertical line from the lower to the upper quartile, with a bar at each end. */
function whisker(colour: string): CustomSeriesOption['renderItem'] {
  return (_params, api) => {
    const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)]);
    const [, high = 0] = api.coord([api.value(0), api.value(2)]);
    const stroke = { stroke: colour, lineWidth: 1.5 };
    const bar = (y: number) => ({
      type: 'line' as const,
      shape: { x1: x - 5, x2: x + 5, y1: y, y2: y },
      style: stroke,
    });
    return {
      type: 'group',
      children: [
        { type: 'line', shape: { x1: x, x2: x, y1: low, y2: high }, style: stroke },
        bar(low),
        bar(high),
      ],
    };
  };
}
