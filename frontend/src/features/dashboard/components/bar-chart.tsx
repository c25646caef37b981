/** Bars side by side for each entry; distinguished by filling and hatching, so that black and white will do. */
import { useId } from "react";
import { labelled, ticks } from "../scale";
import styles from "./dashboard.module.css";

interface Series {
  name: string;
  values: readonly number[];
}

interface Props {
  /** What the chart shows: its accessible name. */
  title: string;
  labels: readonly string[];
  /** One or two. */
  series: readonly Series[];
  format: (value: number) => string;
}

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 62;
const BOTTOM = 24;
const TOP = 8;

export function BarChart({ title, labels, series, format }: Props) {
  const hatch = useId();
  const steps = ticks(Math.max(0, ...series.flatMap(({ values }) => values)));
  const highest = steps.at(-1) ?? 1;
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest);
  const band = (WIDTH - LEFT) / Math.max(1, labels.length);
  const bar = Math.min(26, (band * 0.76) / series.length);
  const isLabelled = labelled(labels.length, labels.length > 14 ? 8 : 14);
  /** Two series are distinguished by hatching; one alone is solid. */
  const filling = (at: number) => (at === 0 && series.length > 1 ? `url(#${hatch})` : undefined);
  return (
    <figure className={styles["chart"]}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
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
        {steps.map((step) => (
          <g key={step}>
            <line x1={LEFT} x2={WIDTH} y1={y(step)} y2={y(step)} className={styles["grid"]} />
            <text x={LEFT - 8} y={y(step) + 4} className={styles["axis"]} textAnchor="end">
              {format(step)}
            </text>
          </g>
        ))}
        {labels.map((label, index) => (
          <g key={index}>
            {series.map(({ name, values }, at) => {
              const value = values[index] ?? 0;
              const x = LEFT + band * index + (band - bar * series.length) / 2 + bar * at;
              return (
                <rect
                  key={name}
                  x={x}
                  y={y(value)}
                  width={Math.max(1, bar - 1)}
                  height={Math.max(0, y(0) - y(value))}
                  className={styles["bar"]}
                  data-series={series.length > 1 ? at : 1}
                  fill={filling(at)}
                >
                  <title>{`${label} · ${name}: ${format(value)}`}</title>
                </rect>
              );
            })}
            {isLabelled(index) && (
              <text
                x={LEFT + band * (index + 0.5)}
                y={HEIGHT - 6}
                className={styles["axis"]}
                textAnchor="middle"
              >
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
      {series.length > 1 && (
        <figcaption className={styles["legend"]}>
          {series.map(({ name }, at) => (
            <span key={name}>
              <svg width="14" height="14" aria-hidden>
                <rect
                  width="14"
                  height="14"
                  rx="2"
                  className={styles["bar"]}
                  data-series={series.length > 1 ? at : 1}
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
