import type { Connection } from "@libp2p/interface";

/**
 * libp2p's abort says good-bye to the other side first, and throws when the other side was faster. Its own monitor of
 * connections doesn't catch that, and a node must not end because a peer did.
 */
export function abortQuietly(connection: Connection): void {
  const abort = connection.abort.bind(connection);
  connection.abort = (error) => {
    try {
      abort(error);
    } catch {
      // It is closed, which is what was wanted.
    }
  };
}
