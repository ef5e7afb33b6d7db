// Colours: mixing two, and their contrast, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).

/** `#rrggbb`. */
export type Colour = `#${string}`;

function channels(colour: Colour): [number, number, number] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (match === null) throw new SyntaxError(`not a colour of the form #rrggbb: ${colour}`);
  const [red, green, blue] = match.slice(1).map((hex) => Number.parseInt(hex, 16) / 255);
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** 0 (black) to 1 (white). */
export function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (the same) to 21 (black on white). */
export function contrast(a: Colour, b: Colour): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** `share` of `b` in `a`, channel by channel: 0 is `a`, 1 is `b`. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const [from, to] = [channels(a), channels(b)];
  const mixed = from.map((value, index) => {
    const channel = Math.round(255 * (value + ((to[index] ?? value) - value) * share));
    return channel.toString(16).padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

export const isColour = (value: unknown): value is Colour =>
  typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);
