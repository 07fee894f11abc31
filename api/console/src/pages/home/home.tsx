import { LatestBlocks } from "./latest-blocks.tsx";
import { NodePanel } from "./node-panel.tsx";
import { OwnHouseholds } from "./own-households.tsx";
import { Tasks } from "./tasks.tsx";
import { OwnHousehold, Views } from "./views.tsx";
import { Waiting } from "./waiting.tsx";

export default function Home() {
  return (
    <div className="stack">
      <Waiting />
      <OwnHousehold />
      <Views />
      <Tasks />
      <OwnHouseholds />
      <NodePanel />
      <LatestBlocks />
    </div>
  );
}
