// The bundled fonts, and waiting for those that a terminal measures: a cell measured in a fallback would be wrong for good.
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/400-italic.css';
import '@fontsource/jetbrains-mono/700.css';
import '@fontsource/jetbrains-mono/700-italic.css';

const terminalFaces = ['', 'bold ', 'italic ', 'bold italic '].map(
  (style) => `${style}13px "JetBrains Mono"`,
);

/** Resolves when the terminal's faces can be used; also when one cannot be loaded: a fallback is better than nothing. */
export async function loadTerminalFonts(fonts: FontFaceSet): Promise<void> {
  const results = await Promise.allSettled(terminalFaces.map((face) => fonts.load(face)));
  for (const result of results) {
    if (result.status === 'rejected') console.warn('A terminal font could not be loaded.', result.reason);
  }
}
