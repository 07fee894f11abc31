import { defineConfig, type Plugin } from "vite";

/**
 * The page's policy allows no eval. Zod would compile its parsers, and msgpackr asks whether it may; both have a way
 * without, chosen here before they ask, since even a caught try is a violation that the browser reports.
 */
const NO_COMPILED_PARSERS = "globalThis.__zod_globalConfig??={jitless:true};";

function withoutEval(): Plugin {
  return {
    name: "without-eval",
    transform(code, id) {
      if (!id.includes("/msgpackr/") || !code.includes("new Function('')")) return null;
      return { code: code.replace("new Function('')", "throw new Error('no eval')"), map: null };
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
  plugins: [browserOnly(), withoutEval()],
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
