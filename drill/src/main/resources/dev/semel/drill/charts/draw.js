"use strict";
// Draws each figure's data with uPlot; without it the tables below remain.
(function () {
  const colours = ["#2f6fde", "#d97706", "#1a7f37", "#b42318", "#7c3aed", "#0e7490", "#9d174d", "#65758b"];
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const soft = style.getPropertyValue("--line");
  const axis = { stroke: ink, grid: { stroke: soft, width: 1 }, ticks: { stroke: soft, width: 1 } };

  function bars(chart, width) {
    const at = chart.series.map((series) => {
      const values = new Array(chart.categories.length).fill(null);
      series.x.forEach((x, i) => { values[x] = series.y[i]; });
      return values;
    });
    const share = 0.8 / chart.series.length;
    // side by side: each series is shifted by its share of a category
    const data = [chart.categories.map((name, i) => i)].concat(at);
    return [{
      width: width,
      height: 260,
      scales: { x: { time: false, range: [-0.5, chart.categories.length - 0.5] }, y: { range: (u, low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [
        Object.assign({}, axis, { splits: () => data[0], values: () => chart.categories }),
        axis,
      ],
      series: [{ value: (u, x) => (x === null ? "" : chart.categories[x]) }].concat(chart.series.map((series, i) => ({
        label: series.name,
        stroke: colours[i],
        fill: colours[i],
        paths: uPlot.paths.bars({ size: [share, 60], align: i === 0 ? -1 : 1 }),
        points: { show: false },
      }))),
    }, data];
  }

  function points(chart, width) {
    const all = [...new Set(chart.series.flatMap((series) => series.x))].sort((a, b) => a - b);
    const place = new Map(all.map((x, i) => [x, i]));
    const data = [all].concat(chart.series.map((series) => {
      const values = new Array(all.length).fill(null);
      series.x.forEach((x, i) => { values[place.get(x)] = series.y[i]; });
      return values;
    }));
    return [{
      width: width,
      height: 300,
      scales: { x: { time: false } },
      axes: [axis, axis],
      series: [{ label: "s" }].concat(chart.series.map((series, i) => ({
        label: series.name,
        stroke: colours[i % colours.length],
        paths: () => null,
        points: { show: true, size: 6, fill: colours[i % colours.length] },
      }))),
    }, data];
  }

  document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    const chart = JSON.parse(figure.querySelector("script").textContent);
    const [options, data] = (chart.kind === "BARS" ? bars : points)(chart, Math.min(1000, figure.clientWidth));
    new uPlot(options, data, figure.querySelector("div"));
  });
})();
