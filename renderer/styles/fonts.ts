// The bundled fonts, and waiting for those that a terminal measures: a cell measured in a fallback would be wrong for good.
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/400-italic.css';
import '@fontsource/jetbrains-mono/700.css';
import '@fontsource/jetbrains-mono/700-italic.css';
import symbols from '@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf?url';
import boldSymbols from '@expo-google-fonts/jetbrains-mono/700Bold/JetBrainsMono_700Bold.ttf?url';

/**
 * Arrows, signs of mathematics, technical signs, lines and boxes, blocks, shapes and those of prompts. The web font's packages have
 * languages alone, and lines of another font would not join; the package of the whole font is used for these only.
 */
const SYMBOL_RANGE = 'U+2190-22FF, U+2300-23FF, U+2500-25FF, U+2713-2717, U+E0A0-E0D4';

const terminalFaces = ['', 'bold ', 'italic ', 'bold italic '].map(
  (style) => `${style}13px "JetBrains Mono"`,
);

/** Resolves when the terminal's faces can be used; also when one cannot be loaded: a fallback is better than nothing. */
export async function loadTerminalFonts(fonts: FontFaceSet): Promise<void> {
  for (const [weight, url] of [
    ['400', symbols],
    ['700', boldSymbols],
  ] as const) {
    fonts.add(new FontFace('JetBrains Mono', `url(${url})`, { weight, unicodeRange: SYMBOL_RANGE }));
  }
  // A letter and a line: each has a file of its own.
  const results = await Promise.allSettled(terminalFaces.map((face) => fonts.load(face, 'W│')));
  for (const result of results) {
    if (result.status === 'rejected') console.warn('A terminal font could not be loaded.', result.reason);
  }
}
