import dagre from '@dagrejs/dagre';
import type { Asl, AslState } from '../../cloud/services/step-functions/definition.ts';
import type { Arrow, Drawing } from './answers.ts';
import { straightWay } from './straight-way.ts';

const BOX = { width: 160, height: 44 };
const ROW_GAP = 26;
/** The gap between the two lanes, for the arrows of errors from one to the other. */
const LANE_GAP = 60;
/** The space beside a lane for arrows around its boxes. */
const SHOULDER = 22;
const MARGIN = 4;

type Way = Omit<Arrow, 'points'>;
type Point = Arrow['points'][number];

interface Lane {
  readonly width: number;
  readonly height: number;
  readonly centres: ReadonlyMap<string, Point>;
  readonly arrows: readonly Arrow[];
}

const drawings = new WeakMap<Asl, Drawing>();

/**
 * Lays out a state machine, once. The success path goes down on the left, and the compensation
 * steps that errors lead to are on the right, a row lower.
 */
export function drawingOf(asl: Asl): Drawing {
  const known = drawings.get(asl);
  if (known) return known;
  const ways = Object.entries(asl.States).flatMap(([from, state]) => waysFrom(from, state));
  const forward = straightWay(asl);
  const names = Object.keys(asl.States);
  const left = laneOf(
    names.filter((name) => forward.has(name)),
    ways,
    { x: MARGIN, y: MARGIN },
  );
  const right = laneOf(
    names.filter((name) => !forward.has(name)),
    ways,
    { x: MARGIN + left.width + LANE_GAP, y: MARGIN + BOX.height + ROW_GAP },
  );
  const centres = new Map([...left.centres, ...right.centres]);
  const between = ways.filter(({ from, to }) => forward.has(from) !== forward.has(to));
  const drawing = {
    width: left.width + right.width + LANE_GAP + SHOULDER + 2 * MARGIN,
    height: Math.max(left.height, right.height + BOX.height + ROW_GAP) + 2 * MARGIN,
    boxes: Object.fromEntries([...centres].map(([name, centre]) => [name, { ...centre, ...BOX }])),
    arrows: [...left.arrows, ...right.arrows, ...between.map((way) => ({ ...way, points: across(way, centres) }))],
  };
  drawings.set(asl, drawing);
  return drawing;
}

/** The states of a lane and the arrows among them, starting at `origin`. */
function laneOf(names: readonly string[], ways: readonly Way[], origin: Point): Lane {
  if (names.length === 0) return { width: 0, height: 0, centres: new Map(), arrows: [] };
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: ROW_GAP, edgesep: 8 });
  for (const name of names) graph.setNode(name, { ...BOX });
  const inside = ways.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to));
  for (const { from, to, errors } of inside) if (errors.length === 0) graph.setEdge(from, to, {});
  // A state that only errors lead to is below the last state with such an error; its other arrows
  // go around.
  for (const { from, to, errors } of inside.toReversed()) {
    if (errors.length > 0 && graph.inEdges(to)?.length === 0) graph.setEdge(from, to, {});
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  // States that errors lead to from the other lane are on the side of that lane.
  const entries = ways.filter(({ from, to }) => !graph.hasNode(from) && graph.hasNode(to));
  const lean = entries.reduce((sum, { to }) => sum + graph.node(to).x - width / 2, 0);
  const moved = ({ x, y }: Point): Point => ({ x: (lean > 0 ? width - x : x) + origin.x, y: y + origin.y });
  const centres = new Map(names.map((name) => [name, moved(graph.node(name))]));
  const arrows = inside.map((way) => {
    const laid = graph.edge(way.from, way.to) as { readonly points: readonly Point[] } | undefined;
    const points = laid ? laid.points.map(moved) : around(way, centres, origin.x + width + SHOULDER);
    return { ...way, points };
  });
  return { width, height, centres, arrows };
}

/** An arrow out to the side at `x`, and back in. */
function around({ from, to }: Way, centres: ReadonlyMap<string, Point>, x: number): Point[] {
  const [start, end] = [centres.get(from), centres.get(to)];
  if (!start || !end) return [];
  const edge = (box: Point): Point => ({ x: box.x + BOX.width / 2, y: box.y });
  return [edge(start), { x, y: start.y }, { x, y: end.y }, edge(end)];
}

/**
 * An arrow from the right edge of one box to the left edge of the other, horizontal at both ends.
 */
function across({ from, to }: Way, centres: ReadonlyMap<string, Point>): Point[] {
  const [start, end] = [centres.get(from), centres.get(to)];
  if (!start || !end) return [];
  const direction = start.x < end.x ? 1 : -1;
  const [startX, endX] = [start.x + (direction * BOX.width) / 2, end.x - (direction * BOX.width) / 2];
  const bend = (direction * LANE_GAP) / 2;
  return [
    { x: startX, y: start.y },
    { x: startX + bend, y: start.y },
    { x: endX - bend, y: end.y },
    { x: endX, y: end.y },
  ];
}

/** One arrow per next state, even when several errors lead to the same state. */
function waysFrom(from: string, { Next, Default, Choices = [], Catch = [] }: AslState): Way[] {
  const ways = new Map<string, string[]>();
  for (const to of [Next, Default, ...Choices.map((choice) => choice.Next)]) if (to !== undefined) ways.set(to, []);
  for (const catcher of Catch) {
    ways.set(catcher.Next, [...(ways.get(catcher.Next) ?? []), ...catcher.ErrorEquals]);
  }
  return [...ways].map(([to, errors]) => ({ from, to, errors }));
}
