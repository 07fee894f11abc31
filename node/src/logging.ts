import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Structured logs, a JSON line each, with ISO time of the host's clock (never the test network's, so that the logs
 * of several nodes sort). Whatever is called like a secret is masked, wherever it stands within three levels.
 *
 * @param destination a stream to write to; stdout when absent
 */
export function createLogger(
  options: { level: LogLevel; node?: string | undefined },
  destination?: DestinationStream,
): Logger {
  const secrets = ["passphrase", "seed", "secret", "privateKey", "token"];
  const settings = {
    level: options.level,
    base: options.node === undefined ? null : { node: options.node },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[hidden]" },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}

/** For tests and for parts that are used on their own. */
export function silentLogger(): Logger {
  return pino({ level: "silent" });
}
