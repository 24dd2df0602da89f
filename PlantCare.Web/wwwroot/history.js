// The interactive history chart: Apache ECharts (as Vizor.ECharts ships it) over the drawing that the server made, with the same axes.
// Takes data, never code: formatters and colours live here, so that the pages need no 'unsafe-eval'.
const library = "_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js";
let loading;

function load() {
  loading ??= new Promise((resolve, reject) => {
    if (window.echarts) {
      resolve(window.echarts);
      return;
    }
    const script = document.createElement("script");
    script.src = new URL(library, document.baseURI).href;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => {
      script.remove();
      loading = undefined;
      reject(new Error("The chart's script could not be loaded."));
    };
    document.head.append(script);
  });
  return loading;
}

const escape = text => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue("--pc-" + name).trim();
  return {
    ink: of("ink"), muted: of("muted"), line: of("line"), strong: of("line-strong"), surface: of("surface"), leaf: of("leaf"),
    series: of("series"), soft: of("series-soft"), band: of("band"), sans: of("sans"),
  };
}

// Tells the wall clock of a zone; the browser's own where it does not know the zone.
function clockOf(timeZone) {
  const parts = { hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  try {
    return new Intl.DateTimeFormat("en", { ...parts, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en", parts);
  }
}

class HistoryChart {
  constructor(echarts, ground, speech) {
    this.ground = ground;
    this.speech = speech;
    this.clock = clockOf(speech.zone);
    // From a moment to its place on the axis, which has its round hours where the person's wall clock has them at the right end.
    this.shift = 0;
    this.rows = [];
    this.view = null;
    this.chart = echarts.init(ground, null, { renderer: "canvas" });
    this.sizing = new ResizeObserver(() => this.chart.resize({ animation: { duration: 0 } }));
    this.sizing.observe(ground);
    this.repaint = () => this.paint(false);
    addEventListener("plantcare-theme", this.repaint);
  }

  width() {
    return Math.round(this.ground.clientWidth);
  }

  apply(change) {
    const kept = change.keep === 0 ? [] : this.rows.filter(row => row[0] >= change.from - 86400000 && row[0] <= change.keep);
    this.rows = [...kept, ...change.rows];
    this.view = change;
    this.shift = this.wall(change.to) - Math.floor(change.to / 1000) * 1000;
    this.paint(change.fresh);
  }

  zoom(factor) {
    const now = this.chart.getOption().dataZoom[0];
    if (factor === 0) {
      this.chart.dispatchAction({ type: "dataZoom", start: 0, end: 100 });
      return;
    }
    // Zooming in holds on to the newest; a part in the middle grows and shrinks around its middle.
    const span = Math.min(100, Math.max(1, (now.end - now.start) * factor));
    const start = now.end > 99.5 ? 100 - span : Math.min(100 - span, Math.max(0, (now.start + now.end - span) / 2));
    this.chart.dispatchAction({ type: "dataZoom", start, end: start + span });
  }

  dispose() {
    removeEventListener("plantcare-theme", this.repaint);
    this.sizing.disconnect();
    this.chart.dispose();
  }

  number(value) {
    const { decimals, unit } = this.view;
    return this.plain(value, decimals) + unit;
  }

  // As the server writes numbers, which groups thousands always.
  plain(value, decimals) {
    return value.toLocaleString(this.speech.language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: true });
  }

  // What the person's wall clock shows at a moment, as the moment at which one in Greenwich shows the same.
  wall(value) {
    const at = Object.fromEntries(this.clock.formatToParts(value).map(part => [part.type, Number(part.value)]));
    return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  }

  // The letters of .NET's formats that the server's patterns are made of; of what wall() says.
  time(value, pattern) {
    const at = new Date(value);
    const two = number => String(number).padStart(2, "0");
    const parts = {
      ddd: () => this.speech.days[at.getUTCDay()], d: () => at.getUTCDate(), MMM: () => this.speech.months[at.getUTCMonth()],
      HH: () => two(at.getUTCHours()), mm: () => two(at.getUTCMinutes()),
    };
    return pattern.replace(/ddd|d|MMM|HH|mm/g, part => parts[part]());
  }

  mark(value) {
    const at = new Date(value);
    if (at.getUTCSeconds() !== 0) {
      return `${this.time(value, this.speech.markTimePattern)}:${String(at.getUTCSeconds()).padStart(2, "0")}`;
    }
    return this.time(value, at.getUTCHours() === 0 && at.getUTCMinutes() === 0 ? this.speech.markDayPattern : this.speech.markTimePattern);
  }

  tip(items) {
    const row = items.map(item => item.value).find(value => value !== null && value[1] !== null);
    if (row === undefined) {
      return "";
    }
    const found = this.rows.find(other => other[0] + this.shift === row[0]);
    if (found === undefined || found[1] === null) {
      return "";
    }
    const time = this.time(this.wall(found[0]), this.speech.momentPattern);
    const spread = found[3] > found[2] ? `<br>${escape(this.speech.spread)}: ${escape(this.number(found[2]))} – ${escape(this.number(found[3]))}` : "";
    return `${escape(time)}<br><b>${escape(this.number(found[1]))}</b>${spread}`;
  }

  paint(fresh) {
    const { view, rows, shift } = this;
    const look = colours();
    const label = { color: look.muted, fontFamily: look.sans, fontSize: 12 };
    const hasSpread = rows.some(row => row[1] !== null && row[3] > row[2]);
    const hasLimits = view.min !== null || view.max !== null;
    const quiet = { type: "line", symbol: "none", silent: true, animation: false, connectNulls: false };
    const series = [
      {
        ...quiet, id: "mean", z: 3, data: rows.map(row => [row[0] + shift, row[1]]), connectNulls: false, showSymbol: rows.length < 60, symbol: "circle", symbolSize: 5,
        lineStyle: { color: look.series, width: 2, join: "round" }, itemStyle: { color: look.series },
        markArea: hasLimits
          ? { silent: true, animation: false, itemStyle: { color: look.band }, data: [[{ yAxis: view.min ?? view.scale.low }, { yAxis: view.max ?? view.scale.high }]] }
          : undefined,
        markLine: hasLimits
          ? {
            silent: true, animation: false, symbol: "none", lineStyle: { color: look.leaf, type: "dashed", width: 1, opacity: .7 },
            label: { show: false }, data: [view.min, view.max].filter(limit => limit !== null).map(limit => ({ yAxis: limit })),
          }
          : undefined,
      },
    ];
    if (hasSpread) {
      const stack = { ...quiet, stack: "spread", stackStrategy: "all", lineStyle: { opacity: 0 }, tooltip: { show: false } };
      series.push(
        { ...stack, id: "least", z: 1, data: rows.map(row => [row[0] + shift, row[2]]) },
        { ...stack, id: "spread", z: 1, data: rows.map(row => [row[0] + shift, row[1] === null ? null : row[3] - row[2]]), areaStyle: { color: look.soft } });
    }

    this.chart.setOption({
      animation: false,
      useUTC: true,
      textStyle: { fontFamily: look.sans },
      aria: { enabled: false },
      grid: { left: 48, right: 12, top: 14, bottom: 66, containLabel: false },
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: look.surface, borderColor: look.strong, padding: [8, 12],
        textStyle: { color: look.ink, fontFamily: look.sans, fontSize: 13 }, axisPointer: { lineStyle: { color: look.strong } },
        formatter: items => this.tip(items),
      },
      xAxis: {
        type: "time", min: view.from + shift, max: view.to + shift, axisLine: { lineStyle: { color: look.strong } }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { ...label, hideOverlap: true, formatter: value => this.mark(value) },
      },
      yAxis: {
        type: "value", min: view.scale.low, max: view.scale.high, interval: view.scale.step,
        axisLabel: { ...label, formatter: value => this.plain(value, view.scale.decimals) },
        splitLine: { lineStyle: { color: look.line } },
      },
      dataZoom: [
        // Fingers scroll the page up and down; two of them, or the wheel with Ctrl, zoom.
        { id: "inside", type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, moveOnMouseWheel: false, preventDefaultMouseMove: false, filterMode: "none", ...(fresh ? { start: 0, end: 100 } : {}) },
        {
          id: "slider", type: "slider", height: 22, bottom: 8, filterMode: "none", brushSelect: true, showDetail: false,
          borderColor: look.line, backgroundColor: "transparent", fillerColor: look.band, handleStyle: { color: look.surface, borderColor: look.strong },
          moveHandleStyle: { color: look.strong }, emphasis: { handleStyle: { borderColor: look.leaf }, moveHandleStyle: { color: look.leaf } },
          dataBackground: { lineStyle: { color: look.strong, opacity: .6 }, areaStyle: { color: look.soft } },
          selectedDataBackground: { lineStyle: { color: look.series }, areaStyle: { color: look.soft } },
          ...(fresh ? { start: 0, end: 100 } : {}),
        },
      ],
      series,
    }, { replaceMerge: ["series"] });
    this.ground.parentElement.dataset.drawn = "";
  }
}

export async function draw(ground, change, speech) {
  const chart = new HistoryChart(await load(), ground, speech);
  chart.apply(change);
  return chart;
}
