import manifest from "../../package.json" with { type: "json" };

/** Of this package, as in `/v1/status`. */
export const VERSION: string = manifest.version;

/** major version of Node that is required (DESIGN §2) */
export const NODE_MAJOR_MIN = 24;
