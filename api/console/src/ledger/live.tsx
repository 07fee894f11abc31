import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useSession } from "../session/session.tsx";
import { useClient } from "./client.tsx";

interface LiveBlock {
  height: number;
  hash: string;
  timestamp: number;
  transactions: number;
}
interface LiveEvent {
  height: number;
  txId: string | null;
  type: string;
  data: { [name: string]: unknown };
}
interface Live {
  /** The newest first. */
  blocks: readonly LiveBlock[];
  events: readonly LiveEvent[];
}

const BLOCKS_KEPT = 12;
const EVENTS_KEPT = 40;
/** ms in which the blocks of a burst bring one reading anew. */
const READ_ANEW_MS = 1_000;
/** ms before a stream that ended is opened anew. */
const FOLLOW_AGAIN_MS = 5_000;

const LiveContext = createContext<Live>({ blocks: [], events: [] });

/** One event stream for the whole page: the latest blocks and events, and reads that are `live` done anew. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { session } = useSession();
  const client = useClient();
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live>({ blocks: [], events: [] });
  const signedIn = session.state === "in";

  useEffect(() => {
    if (!signedIn) return undefined;
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAnew = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ predicate: (query) => query.meta?.["live"] === true });
      }, READ_ANEW_MS);
    };
    const follow = async () => {
      for await (const { type, data } of client.events({ signal: ended.signal })) {
        if (type === "block") {
          const block = data as LiveBlock;
          setLive(({ blocks, events }) => ({ events, blocks: [block, ...blocks].slice(0, BLOCKS_KEPT) }));
          if (block.transactions > 0) readAnew();
        } else if (type === "event") {
          const event = data as LiveEvent;
          setLive(({ blocks, events }) => ({ blocks, events: [event, ...events].slice(0, EVENTS_KEPT) }));
        }
      }
    };
    const keepFollowing = async () => {
      while (!ended.signal.aborted) {
        // What the SDK gives up (a place too far back after a long sleep) begins anew at the head; why a reader is
        // refused the pages' own reads show.
        await follow().catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, FOLLOW_AGAIN_MS));
        if (!ended.signal.aborted) readAnew();
      }
    };
    void keepFollowing();
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [client, queryClient, signedIn]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  return use(LiveContext);
}
