// Style sheets are imported for their effect on the page; the build collects them.
declare module '*.css';
declare module '@fontsource-variable/inter/*';
declare module '@fontsource/jetbrains-mono/*';
