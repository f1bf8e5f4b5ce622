'use strict';
// Draws each figure from the JSON beside it, in the colours of the page's style, and anew when those change.
(() => {
  const figures = [...document.querySelectorAll('figure')].map(figure => ({
    box: figure.querySelector('.canvas'),
    data: JSON.parse(figure.querySelector('script').textContent),
    table: figure.querySelector('details'),
    chart: null,
  }));
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const axis = (title, more) => ({
    title: { display: Boolean(title), text: title, color: colour('soft') },
    ticks: { color: colour('text'), autoSkip: false },
    grid: { color: colour('line') },
    ...more,
  });
  const options = (scales, label) => ({
    animation: false,
    maintainAspectRatio: false,
    color: colour('text'),
    scales,
    plugins: {
      legend: { position: 'bottom', labels: { color: colour('text'), usePointStyle: Boolean(label) } },
      tooltip: label ? { callbacks: { label } } : {},
    },
  });
  const bars = data => ({
    type: 'bar',
    data: {
      labels: data.labels,
      datasets: data.series.map(each => (
        { label: each.name, data: each.values, backgroundColor: colour(each.tone), maxBarThickness: 22 })),
    },
    options: {
      ...options({
        x: axis('', { stacked: true, beginAtZero: true, ticks: { color: colour('text'), precision: 0 } }),
        y: axis('', { stacked: true, grid: { display: false } }),
      }),
      indexAxis: 'y',
    },
  });
  const shapes = ['circle', 'rectRot', 'triangle', 'crossRot', 'rect'];
  const scatter = data => ({
    type: 'scatter',
    data: {
      datasets: data.series.map((each, i) => ({
        label: each.name, data: each.values, backgroundColor: colour(each.tone), borderColor: colour(each.tone),
        pointStyle: shapes[i % shapes.length], pointRadius: 4,
      })),
    },
    options: options(
      { x: axis(data.across, { ticks: { color: colour('text') } }),
        y: axis(data.upwards, { beginAtZero: true, ticks: { color: colour('text') } }) },
      item => `${item.raw.label} (${item.dataset.label}): ${item.formattedValue}`),
  });
  const draw = () => {
    for (const figure of figures) {
      figure.chart?.destroy();
      figure.box.hidden = false;
      figure.box.style.height = figure.data.kind === 'bars' ? figure.data.labels.length * 30 + 90 + 'px' : '22rem';
      const shape = figure.data.kind === 'bars' ? bars : scatter;
      figure.chart = new Chart(figure.box.querySelector('canvas'), shape(figure.data));
    }
  };
  draw();
  figures.forEach(figure => { figure.table.open = false; });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
