import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { NodeAccess } from "@jingzhun/api";

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/metrics` on an address of its own, for networks where the API is public and Prometheus isn't (DESIGN §11). */
export async function serveMetrics(
  access: Pick<NodeAccess, "metrics">,
  address: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    access.metrics().then(
      ({ contentType, text }) => response.writeHead(200, { "content-type": contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
