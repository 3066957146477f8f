// What the modules hand each other, and what Python sends; for the type checker alone.
export type Root = ShadowRoot | HTMLElement;

export interface Component<Data = any> {
  data: Data;
  parentElement: Root;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

/** What a component of `live` does with what it is given. */
export interface Part<Data = any> {
  update(component: Component, data: Data): void;
  destroy(): void;
}

export interface Instance extends Part {
  component: Component;
  turn: unknown;
  data: any;
}

// levers.py and moves.py
export interface Manner {
  group: string;
  decimal: string;
  signs: string[];
  percent?: boolean;
  negative?: boolean;
  decimals?: number | null;
}
export interface Money extends Manner {
  prefix: string;
  suffix: string;
  locale: string;
}
export interface LeverData {
  key: string;
  label: string;
  role: string;
  amount: number;
  max: number;
  today: number;
  min: number;
  step: number;
  least: number | null;
  most: number | null;
  low: number | null;
  high: number | null;
  locked: boolean;
  fixed: boolean;
  best: number | null;
  chip: string;
}
export interface LeverError {
  lever: string;
  message: string;
}
export type LeverWords = Record<
  | "group" | "bar" | "divider" | "divider_value" | "slider" | "value" | "percent" | "exact" | "less" | "more" | "lock"
  | "lock_hint" | "unlock_hint" | "locked" | "fixed" | "unreadable" | "empty" | "out_of_range" | "above_total" | "read_as" | "marks_are" | "today_is"
  | "least_is" | "most_is" | "key_best" | "key_today" | "key_limits", string> & { roles: Record<string, string>; meanings: Terms };
export interface ChoiceData {
  kind: "best" | "unlock";
  label: string;
  hint: string;
  amounts: number[];
  levers: string[];
}
export interface LeversData {
  revision: number;
  seq: number | null;
  money: Money;
  levers: LeverData[];
  note: string;
  choices: ChoiceData[];
  error: LeverError | null;
  words: LeverWords;
}
export type Phase = "drag" | "final";
export interface Move {
  kind: "set" | "shift" | "lock" | "best" | "unlock";
  phase: Phase;
  lever?: string;
  other?: string;
  amount?: number;
  locked?: boolean;
  amounts?: number[];
  levers?: string[];
  typed?: boolean;
  seq?: number;
}

export interface Outbox {
  push(move: Move): void;
  answered(answer: number | null): void;
  concerns(key: string): boolean;
  stop(): void;
}
/** What the rows and the bar know of the whole control. */
export interface Panel {
  money: Money;
  words: LeverWords;
  error: LeverError | null;
  outbox: Outbox;
  changed(): void;
  barWidth(): number;
  sum(): number;
  share(amount: number): number;
  onRelease(run: (event: Event) => void): void;
}
export interface Lever {
  row: HTMLElement;
  key: string;
  firstOfRole: boolean;
  data: LeverData;
  local: number | null;
  hand: boolean;
  keys: boolean;
  lockWish: boolean | null;
  amount(): number;
  locked(): boolean;
  floor(): number;
  ceiling(): number;
  patch(data: LeverData): void;
}
export interface Hold {
  x: number;
  y: number;
  least: number;
  meant: boolean;
}

// grip.js
export interface Grip<Start> {
  fixed(): boolean;
  /** What is to be known of where it was taken hold of. */
  begin(event: PointerEvent): Start;
  drag(start: Start, event: PointerEvent): void;
  /** Where a key moves it to; null for a key that does not. */
  target(event: KeyboardEvent): number | null;
  move(wanted: number): void;
  letGo(): void;
  callOff(start: Start): void;
}

// picture.py
export type Row = Record<string, any>;
export type Table = Row[] | Record<string, unknown[]>;
export interface ChartData {
  name: string;
  alt: string;
  title: string;
  datasets: Record<string, Table>;
  signals: Record<string, unknown>;
  table: { header: string[]; rows: string[][]; label: string; full: [number, number, string][] } | null;
  height: number | null;
  clickable: boolean;
  note: string;
  terms: Terms;
}
export interface Fit {
  field: string;
  wide?: number;
  narrow?: number;
  less?: number;
  size: number;
  weight?: number;
  beside?: string;
}
export interface Padding {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
/** The part of a Vega-Lite spec that is looked at here. */
export interface Spec {
  padding?: number | Partial<Padding>;
  autosize?: string | { type?: string };
  height?: number;
  params?: { name: string; value?: unknown }[];
  usermeta?: { narrow?: { below?: number; padding?: Partial<Padding> }; square?: boolean; fit?: Record<string, Fit> };
}
export interface Chunks {
  vega: string | null;
  inner: string | null;
}
export interface Changeset {
  modify(row: Row, field: string, value: unknown): void;
}
export interface View {
  finalize(): void;
  run(): void;
  insert(name: string, rows: Row[]): void;
  data(name: string, rows: Row[]): void;
  change(name: string, change: Changeset): void;
  signal(name: string, value: unknown): void;
  addEventListener(type: string, run: (event: MouseEvent) => void): void;
  origin(): [number, number];
  padding(): Padding;
  padding(value: Padding): View;
  width(value: number): View;
  height(value: number): View;
  scale(name: string): { invert(pixels: number): number };
}
export interface Vega {
  embed(layer: HTMLElement, spec: object, options: object): Promise<{ view: View }>;
  changeset?: () => Changeset;
  options: object;
}
export interface Plot {
  narrow: boolean;
  padding: Padding;
  width: number;
  height: number;
  whole: number;
}
export interface Shipped {
  text: string;
  spec: Spec;
}
export interface Click {
  chart: string;
  x: number;
  y: number;
}
export interface PictureOwner {
  alive(): boolean;
  look(): { theme: string; style: CSSStyleDeclaration };
  vega(): Promise<Vega>;
  clicked(click: Click): void;
  failed(): void;
}

// words.py
export type Terms = Record<string, string>;
export interface Figure {
  label: string;
  value: string;
  change: string;
  tone: string;
  terms: Terms;
}
export interface Block {
  tag?: string;
  kind?: string;
  text?: string;
  terms?: Terms;
  figures?: Figure[];
}

// curve.py
export type CurveFamily = "exponential" | "michaelis-menten" | "adbudg" | "flat";
export type PointName = "zero" | "today" | "half_more" | "double" | "ceiling";
export interface CurveValues {
  zero: number;
  today: number;
  double: number | null;
  half_more: number | null;
  ceiling: number | null;
}
export interface CurvePoint {
  name: PointName;
  label: string;
  spend: string;
  value: number;
  kind: "stated" | "read" | "guessed";
  low: number;
  high: number;
  too_low: string;
  too_high: string;
  ends: [number, number] | null;
  turns: [number, string][];
}
export interface CurveData {
  title: string;
  alt: string;
  family: CurveFamily;
  role: "prospecting" | "conversion" | "upsell";
  points: CurvePoint[];
  top: number;
  ticks: [number, string][];
  step: number;
  writes: Money;
  table: { header: string[]; rows: string[][]; label: string };
  note: string;
  error: string;
  efforts: number[];
  others: { name: string; results: number[] }[];
  rows: [number, number][];
}
/** What a point's handle knows of the picture. */
export interface CurvePanel {
  data: CurveData;
  value(point: CurvePoint): number;
  height(): number;
  moved(point: CurvePoint, value: number, stopped: string): void;
  letGo(point: CurvePoint): void;
  calledOff(point: CurvePoint): void;
}
export interface CurveHandle {
  node: HTMLElement;
  patch(point: CurvePoint, left: number, top: number): void;
}

// spread.py
export type HandleName = "low" | "likely" | "high";
export interface HandleData {
  name: HandleName;
  label: string;
  value: number;
  least: number;
  most: number;
}
export interface SpreadData {
  title: string;
  alt: string;
  role: "prospecting" | "conversion" | "upsell";
  kind: "stated" | "read" | "guessed";
  handles: HandleData[];
  start: number;
  end: number;
  ticks: [number, string][];
  step: number;
  writes: Money;
  note: string;
  error: string;
  seq: number | null;
}
