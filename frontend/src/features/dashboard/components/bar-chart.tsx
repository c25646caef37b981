/** Bars in time, side by side for each entry; distinguished by filling and hatching, so that black and white will do. */
import { useId } from "react";
import { steps } from "../scale";
import type { Period } from "../timeline";
import { useChartSize } from "./chart-size";
import styles from "./dashboard.module.css";

interface Bars extends Period {
  label: string;
  /** One for each of the names. */
  values: readonly number[];
}

interface Props {
  /** What the chart shows: its accessible name. */
  title: string;
  /** What the axis spans, in days. */
  period: Period;
  bars: readonly Bars[];
  ticks: readonly { at: number; label: string }[];
  /** One or two. */
  names: readonly string[];
  format: (value: number) => string;
  /** The same in little room, beside the axis. */
  short?: (value: number) => string;
}

const HEIGHT = 220;
const LEFT = 66;
const BOTTOM = 24;
const TOP = 8;
const WIDEST_BAR = 26;

export function BarChart({ title, period, bars, ticks, names, format, short = format }: Props) {
  const hatch = useId();
  const { width } = useChartSize();
  const scale = steps(Math.max(0, ...bars.flatMap(({ values }) => values)));
  const highest = scale.at(-1) ?? 1;
  const x = (day: number) => LEFT + ((width - LEFT) * (day - period.from)) / (period.to - period.from);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest);
  /** Two series are distinguished by hatching; one alone is solid. */
  const filling = (at: number) => (at === 0 && names.length > 1 ? `url(#${hatch})` : undefined);
  return (
    <figure className={styles["chart"]}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        <defs>
          <pattern
            id={hatch}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" className={styles["hatchGround"]} />
            <line x1="0" y1="0" x2="0" y2="5" className={styles["hatchLine"]} />
          </pattern>
        </defs>
        {scale.map((step) => (
          <g key={step}>
            <line x1={LEFT} x2={width} y1={y(step)} y2={y(step)} className={styles["grid"]} />
            <text x={LEFT - 8} y={y(step) + 4} className={styles["axis"]} textAnchor="end">
              {short(step)}
            </text>
          </g>
        ))}
        {bars.map(({ from, to, label, values }) => {
          const wide = Math.min(WIDEST_BAR, ((x(to) - x(from)) * 0.8) / names.length);
          const start = (x(from) + x(to)) / 2 - (wide * names.length) / 2;
          return values.map((value, at) => (
            <rect
              key={`${from} ${at}`}
              x={start + wide * at}
              y={y(value)}
              width={Math.max(1, wide - 1)}
              height={Math.max(0, y(0) - y(value))}
              className={styles["bar"]}
              data-series={names.length > 1 ? at : 1}
              fill={filling(at)}
            >
              <title>{`${label} · ${names[at] ?? ""}: ${format(value)}`}</title>
            </rect>
          ));
        })}
        {ticks.map(({ at, label }) => (
          <g key={at}>
            <line x1={x(at)} x2={x(at)} y1={y(0)} y2={y(0) + 4} className={styles["tick"]} />
            <text
              x={x(at)}
              y={HEIGHT - 6}
              className={styles["axis"]}
              textAnchor={x(at) > width - 30 ? "end" : x(at) < LEFT + 30 ? "start" : "middle"}
            >
              {label}
            </text>
          </g>
        ))}
      </svg>
      {names.length > 1 && (
        <figcaption className={styles["legend"]}>
          {names.map((name, at) => (
            <span key={name}>
              <svg width="14" height="14" aria-hidden>
                <rect
                  width="14"
                  height="14"
                  rx="2"
                  className={styles["bar"]}
                  data-series={at}
                  fill={filling(at)}
                />
              </svg>
              {name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}
