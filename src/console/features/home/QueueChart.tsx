import { useEffect, useRef, type ReactNode } from 'react';
import { Group, Text, useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTexts } from '../../i18n/texts';
import { useFormat } from '../../ui/use-format';
import { homeTexts } from './home.texts';
import type { QueueSeries } from './queue-series.rules';

/** Distinct in hue, lightness and dash: the lines are told apart without colours too. */
const STROKES = { light: { done: '#2b8a3e', failed: '#c92a2a', waiting: '#5c6d8f', grid: '#e9ecef', text: '#495057' }, dark: { done: '#69db7c', failed: '#ff8787', waiting: '#a5b4d4', grid: '#3b3b3b', text: '#c9c9c9' } } as const;
const DASHES = { done: [], failed: [6, 4], waiting: [2, 4] };
const LINES = [['done', 'chartDone'], ['failed', 'chartFailed'], ['waiting', 'chartWaiting']] as const;

/** Drawn on a canvas, so said in words too. */
export function QueueChart({ series, height }: { readonly series: QueueSeries; readonly height: number }): ReactNode {
  const t = useTexts(homeTexts);
  const format = useFormat();
  const strokes = STROKES[useComputedColorScheme('light')];
  const { ref: measure, width } = useElementSize<HTMLDivElement>();
  const frame = useRef<HTMLDivElement>(null);
  const frameRef = useMergedRef(measure, frame);
  const chart = useRef<UPlot | null>(null);
  const data = [series.times, series.done, series.failed, series.waiting] as UPlot.AlignedData;
  const latest = useRef(data);

  useEffect(() => {
    const place = frame.current;
    if (width === 0 || place === null) return;
    const axis = { stroke: strokes.text, grid: { stroke: strokes.grid, width: 1 }, ticks: { show: false } };
    const plot = new UPlot(
      {
        width, height,
        legend: { show: false },
        cursor: { show: false },
        series: [{}, ...LINES.map(([line]) => ({ stroke: strokes[line], width: 2, dash: DASHES[line], points: { show: false } }))],
        axes: [
          { ...axis, values: (_, times) => times.map((time) => format.time(new Date(time * 1_000))) },
          { ...axis, size: 48, values: (_, values) => values.map((value) => (Number.isInteger(value) ? format.number(value) : '')) },
        ],
        scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] } },
      },
      latest.current,
      place,
    );
    chart.current = plot;
    return () => {
      plot.destroy();
      chart.current = null;
    };
  }, [width, height, strokes, format]);

  useEffect(() => {
    latest.current = data;
    chart.current?.setData(data);
  });

  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return (
    <figure style={{ margin: 0 }}>
      <Group component="figcaption" gap="lg" mb={4}>
        <Text size="sm" fw={600}>
          {t('chart')}
        </Text>
        {LINES.map(([line, label]) => (
          <Group key={line} gap={6}>
            <svg width={24} height={8} aria-hidden>
              <line x1={0} x2={24} y1={4} y2={4} stroke={strokes[line]} strokeWidth={2} strokeDasharray={DASHES[line].join(' ')} />
            </svg>
            <Text size="sm">{t(label)}</Text>
          </Group>
        ))}
        <VisuallyHidden>{t('chartSummary', { done: sum(series.done), failed: sum(series.failed), waiting: Math.max(0, ...series.waiting) })}</VisuallyHidden>
      </Group>
      <div ref={frameRef} style={{ height }} aria-hidden />
    </figure>
  );
}
