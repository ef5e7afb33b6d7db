// Style sheets are imported for their effect on the page; the build collects them.
declare module '*.css';
declare module '@fontsource-variable/inter/*';
declare module '@fontsource/jetbrains-mono/*';

/** The address of a font that is part of the build. */
declare module '*.ttf?url' {
  const url: string;
  // biome-ignore lint/style/noDefaultExport: what the bundler makes of a file
  export default url;
}
