import { type Client, createClient } from "@jingzhun/client-sdk";
import { hex } from "@jingzhun/ledger";
import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { browserStorage } from "../app/browser-storage.ts";
import { useSession } from "../session/session.tsx";
import { keepNodes, keptNodes, nodeOrder } from "./known-nodes.ts";
import { shouldRetry } from "./retrying.ts";

const ClientContext = createContext<Client | undefined>(undefined);

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A node on the same machine answers without any network, so the browser's word isn't asked.
        networkMode: "always",
        retry: shouldRetry,
        staleTime: 5_000,
        refetchOnWindowFocus: true,
      },
    },
  });
}

/** The SDK's client for whoever is signed in, over all of the network's nodes, the page's own first. */
export function LedgerProvider({ queryClient, children }: { queryClient: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <WithClient>{children}</WithClient>
    </QueryClientProvider>
  );
}

function WithClient({ children }: { children: ReactNode }) {
  const { session } = useSession();
  const queryClient = useQueryClient();
  const signer = session.state === "in" ? session.signer : undefined;
  const [urls, setUrls] = useState<readonly string[]>(() => [location.origin]);
  const client = useMemo(
    () => createClient({ urls, ...(signer === undefined ? {} : { signer }) }),
    [urls, signer],
  );

  // What one person read isn't there for the next.
  const keyId = keyIdOf(client);
  useEffect(
    () => queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== keyId }),
    [queryClient, keyId],
  );

  useEffect(() => {
    let left = false;
    const found = async () => {
      const chainId = await client.chainId();
      const others =
        client.signer === undefined ? keptNodes(browserStorage(), chainId) : await registeredNodes(client);
      if (client.signer !== undefined) keepNodes(browserStorage(), chainId, others);
      const order = nodeOrder(location.origin, others);
      if (!left) setUrls((known) => (known.join() === order.join() ? known : order));
    };
    // The page's own node will do until the others are known.
    found().catch(() => {});
    return () => {
      left = true;
    };
  }, [client]);

  return <ClientContext value={client}>{children}</ClientContext>;
}

/** API addresses of the validators' organisations. */
async function registeredNodes(client: Client): Promise<string[]> {
  const { data } = await client.call("chain.validators", {});
  const organisations = await Promise.all(
    data.validators.map(({ organisation }) =>
      client.call("organisations.get", { params: { organisation } }).catch(() => undefined),
    ),
  );
  return organisations.flatMap((answer) => answer?.data.api ?? []);
}

/** The signed-in key's id, hex; empty for nobody's. */
export function keyIdOf(client: Client): string {
  return client.signer === undefined ? "" : hex(client.signer.keyId);
}

export function useClient(): Client {
  const client = use(ClientContext);
  if (client === undefined) throw new Error("there is no ledger provider around");
  return client;
}
