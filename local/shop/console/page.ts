import { join } from 'node:path';
import * as esbuild from 'esbuild';

/** The files for a browser: the page, its script and its styles. */
export interface Page {
  readonly html: string;
  readonly script: Uint8Array;
  readonly style: Uint8Array;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Souk console</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_local/page.css">
<script type="module" src="/_local/page.js"></script>
</head>
<body><noscript>The console needs JavaScript. The same is there as JSON: see /_local/routes and its like.</noscript></body>
</html>
`;

/** Loads, runs and requests nothing from other sites; no site may frame the console. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

let page: Promise<Page> | undefined;

/** Bundles the page at its first request, which takes some tenths of a second. */
export function loadPage(): Promise<Page> {
  page ??= bundle();
  return page;
}

async function bundle(): Promise<Page> {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['main.tsx', 'page.css'].map((file) => join(import.meta.dirname, 'page', file)),
    outdir: 'page',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  const fileOf = (extension: string): Uint8Array => {
    const file = outputFiles.find(({ path }) => path.endsWith(extension));
    if (!file) throw new Error(`The console's page has no ${extension} file`);
    return file.contents;
  };
  return { html: HTML, script: fileOf('.js'), style: fileOf('.css') };
}
