// Themes as other terminals write them.

const names = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'];

/** With a comment, as people leave them there. */
export function windowsTerminalTheme(name: string): string {
  const bright = names.map((colour) => `bright${colour[0]?.toUpperCase()}${colour.slice(1)}`);
  const colours = Object.fromEntries([...names, ...bright].map((colour) => [colour, '#a0b0c0']));
  return `// A scheme.\n${JSON.stringify({ name, background: '#102030', foreground: '#dde6ee', ...colours })}\n`;
}

/** Components are from 0 to 1. */
export function itermTheme({ background = [0.1, 0.05, 0.2] } = {}): string {
  const keys = ['Background', 'Foreground', 'Cursor', ...Array.from({ length: 16 }, (_, n) => `Ansi ${n}`)];
  const dict = (key: string): string => {
    const [red, green, blue] = key === 'Background' ? background : [0.75, 0.8, 0.6];
    const component = (colour: string, value = 0) => `<key>${colour} Component</key><real>${value}</real>`;
    return `<key>${key} Color</key><dict>${component('Red', red)}${component('Green', green)}${component('Blue', blue)}</dict>`;
  };
  return `<?xml version="1.0"?>\n<plist version="1.0"><dict>${keys.map(dict).join('')}</dict></plist>\n`;
}
