import { defineConfig, type Plugin } from "vite";

/**
 * The page's policy allows no eval. Zod would compile its parsers, and msgpackr what it reads often; both have a way
 * without, chosen here before they try, since even a caught try is a violation that the browser reports.
 */
const NO_COMPILED_PARSERS = "globalThis.__zod_globalConfig??={jitless:true};";

/** Lines of dependencies that the policy forbids, and what stands in their place. */
const REPLACED = [
  {
    file: "/msgpackr/unpack.js",
    line: "var inlineObjectReadThreshold = 2;",
    by: "var inlineObjectReadThreshold = Infinity;",
  },
  // Most styles get the nonce from ConfigProvider; the lock of scrolling behind a drawer doesn't.
  {
    file: "/@rc-component/util/es/Dom/dynamicCSS.js",
    line: "const styleNode = document.createElement('style');",
    by: `const styleNode = document.createElement('style');
  styleNode.nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';`,
  },
];

/** Fails where a line isn't found: a new version of the dependency wants to be looked at. */
function withinPolicy(): Plugin {
  const missing = new Set(REPLACED);
  return {
    name: "within-policy",
    transform(code, id) {
      const replaced = REPLACED.find(({ file }) => id.endsWith(file));
      if (replaced === undefined || !code.includes(replaced.line)) return null;
      missing.delete(replaced);
      return { code: code.replace(replaced.line, replaced.by), map: null };
    },
    generateBundle() {
      for (const { file, line } of missing) throw new Error(`${file} no longer has: ${line}`);
    },
  };
}

/** What only Node has: a console that would need it is a mistake, found while building. */
function browserOnly(): Plugin {
  return {
    name: "browser-only",
    enforce: "pre",
    resolveId(source, importer) {
      if (
        source.startsWith("node:") ||
        source.endsWith(".node") ||
        source.includes("ledger/src/crypto/native")
      )
        throw new Error(`${importer} asks for ${source}, which no browser has`);
      return null;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [browserOnly(), withinPolicy()],
  build: {
    target: "es2023",
    // Inlined files would be data: addresses, which the policy doesn't allow for fonts.
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      output: { banner: NO_COMPILED_PARSERS },
      // "use client" speaks to servers that render; there is none here.
      onwarn: (warning, told) => warning.code === "MODULE_LEVEL_DIRECTIVE" || told(warning),
    },
  },
});
