/** Which places of values are marked on a page, and how. */
import type { Box, Evidence, Place } from "@/lib/api/types";
import { contains } from "../geometry";

/** One look for one meaning: the field that is filled, the one that is pointed at, one to check, any other. */
export type Look = "active" | "hovered" | "doubtful" | "other";

export interface Mark {
  pointer: string;
  box: Box;
  look: Look;
}

export interface Marked {
  active: string | null;
  hovered: string | null;
  doubtful: ReadonlySet<string>;
  /** Every place is marked, while the key for it is held. */
  all: boolean;
}

type EvidenceMap = Readonly<Record<string, Evidence>>;

/** The places on the page, the large ones first, so that the small ones on top of them can be hit. */
export function placesOn(evidence: EvidenceMap, page: number): { pointer: string; box: Box }[] {
  return Object.entries(evidence)
    .flatMap(([pointer, { page: on, box }]) => (on === page && box ? [{ pointer, box }] : []))
    .sort((a, b) => area(b.box) - area(a.box));
}

/** The evidence, where a person took values from other places with these. */
export function withPlaces(evidence: EvidenceMap, taken: Readonly<Record<string, Place>>): EvidenceMap {
  const all: Record<string, Evidence> = { ...evidence };
  for (const [pointer, place] of Object.entries(taken)) {
    all[pointer] = { ...place, confidence: 1, source: "person", alternatives: [] };
  }
  return all;
}

export function marksOf(places: readonly { pointer: string; box: Box }[], marked: Marked): Mark[] {
  return places.flatMap((place) => {
    const look = lookOf(place.pointer, marked);
    return look ? [{ ...place, look }] : [];
  });
}

function lookOf(pointer: string, { active, hovered, doubtful, all }: Marked): Look | null {
  if (isPartOf(pointer, active)) return "active";
  if (isPartOf(pointer, hovered)) return "hovered";
  if (doubtful.has(pointer) || doubtful.has(listOf(pointer))) return "doubtful";
  return all ? "other" : null;
}

/** A list of codes is one field, and each of its codes has a place. */
function isPartOf(pointer: string, field: string | null): boolean {
  return field !== null && (pointer === field || listOf(pointer) === field);
}

function listOf(pointer: string): string {
  return pointer.replace(/\/\d+$/, "");
}

/** The smallest place at the point of the page. */
export function placeAt<Place extends { box: Box }>(
  places: readonly Place[],
  x: number,
  y: number,
): Place | null {
  return places.findLast(({ box }) => contains(box, { x, y })) ?? null;
}

function area([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}
