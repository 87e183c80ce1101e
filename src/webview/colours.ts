/** Colours as a chart needs them: those of themes are made for other things, and may be translucent. */

/** Draws nothing; browsers rewrite colours that are given to it as `#rrggbb` or `rgba(r, g, b, a)`. */
const context = document.createElement('canvas').getContext('2d');

/** Red, green and blue from 0 to 255; null for what is no colour. */
function partsOf(colour: string): readonly number[] | null {
  if (context === null) {
    return null;
  }
  context.fillStyle = '#000';
  context.fillStyle = colour;
  const { fillStyle } = context;
  const parts = fillStyle.startsWith('#')
    ? (fillStyle.slice(1).match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16))
    : (fillStyle.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.length === 3 ? parts : null;
}

/** The colour without its translucence: a thin line of 33 % orange on a dark page cannot be seen. */
export function opaque(colour: string): string {
  const parts = partsOf(colour);
  return parts === null ? colour : `rgb(${parts.join(' ')})`;
}

/** The colour with as much translucence as lines in the background have. */
export function faint(colour: string): string {
  const parts = partsOf(colour);
  return parts === null ? colour : `rgb(${parts.join(' ')} / 15%)`;
}
